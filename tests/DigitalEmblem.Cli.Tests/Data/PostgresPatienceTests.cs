using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A server that draws its answers out. If one fails, a person waits for ever for what a hostile or broken server never ends, and the other
/// servers of a search are not read.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PostgresPatienceTests : IDisposable
{
    private static readonly byte[] Notice = Message('N', "SNOTICE\0VNOTICE\0C00000\0Mx\0\0"u8.ToArray());

    private static readonly byte[] Ready =
    [
        .. Message('R', new byte[4]),
        .. new[] { "server_version=15.1", "client_encoding=SQL_ASCII", "integer_datetimes=on", "standard_conforming_strings=on" }
            .SelectMany(p => Message('S', Encoding.ASCII.GetBytes(p.Replace('=', '\0') + "\0"))),
        .. Message('K', new byte[8]),
        .. Message('Z', "I"u8.ToArray()),
    ];

    private static readonly byte[] RowsFollow =
    [
        .. Message('1', []),
        .. Message('2', []),
        .. Message('T', [0, 4, .. Column(17), .. Column(17), .. Column(23), .. Column(17)]),
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly PlaceScene _scene = new();

    public PostgresPatienceTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _scene.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Theory]
    [InlineData("nothing, before it lets anyone in", false)]
    [InlineData("notices, before it lets anyone in", false)]
    [InlineData("nothing, where it is asked", true)]
    [InlineData("notices, where it is asked", true)]
    [InlineData("rows", true)]
    [InlineData("one value", true)]
    [InlineData("a row that it does not end", true)]
    public async Task Answer_WithoutEnd_Ends(string what, bool isIn)
    {
        Task serving = ServeAsync(what, isIn);
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        string connection = $"Host=127.0.0.1;Port={port};Username=reader;Password=geheim;SSL Mode=Disable;Timeout=1;Command Timeout=1;"
            + "Cancellation Timeout=0";
        (int code, string output, string error) = await Task.Run(() => _scene.Check("--postgres", connection, "--at-host", "localhost"));
        Assert.True(code == 3, output + error);
        Assert.Contains("could not be read. The server", output, StringComparison.Ordinal);

        (code, output, error) = await Task.Run(
            () => _scene.Data.Command.Run("data", "find", "--postgres", connection, "--postgres", connection, "--assume-committed"));
        Assert.True(code == 3, output + error);
        Assert.Contains("2 could not be read", output, StringComparison.Ordinal);

        (code, output, error) = await Task.Run(() => _scene.Place("--postgres", connection, "--host", "localhost"));
        Assert.True(code == 3, output + error);
        Assert.Contains("The comment is as it was.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
        _listener.Stop();
        await serving;
    }

    private static byte[] Message(char type, byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message, 5);
        return message;
    }

    // A name, no table, the type, a length that varies, in binary.
    private static byte[] Column(byte type) => [(byte)'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, type, 255, 255, 255, 255, 255, 255, 0, 1];

    private static byte[] Row(int oid)
    {
        byte[] number = Encoding.ASCII.GetBytes($"{oid}");
        return Message('D', [0, 4, 0, 0, 0, 1, (byte)'d', 0, 0, 0, (byte)number.Length, .. number, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    private static async Task SendAsync(NetworkStream stream, string what)
    {
        byte[] notices = [.. Enumerable.Repeat(Notice, 100).SelectMany(n => n)];
        byte[] rows = [.. Enumerable.Range(1, 100).SelectMany(Row)];
        if (what is "rows" or "one value" or "a row that it does not end")
        {
            await stream.WriteAsync(RowsFollow);
        }

        if (what == "one value")
        {
            await stream.WriteAsync((byte[])[(byte)'D', 0x7F, 0xFF, 0, 0, 0, 4, 0x7F, 0xFE, 0, 0]);
        }
        else if (what == "a row that it does not end")
        {
            await stream.WriteAsync((byte[])[(byte)'D', 0, 0, 1, 0, 0, 4, 0, 0, 0, 200]);
        }

        while (true)
        {
            await (what switch
            {
                "rows" => stream.WriteAsync(rows),
                "one value" => stream.WriteAsync(new byte[4096]),
                "notices, before it lets anyone in" or "notices, where it is asked" => stream.WriteAsync(notices),
                "a row that it does not end" => stream.WriteAsync(new byte[1]),
                _ => ValueTask.CompletedTask,
            });
            await Task.Delay(what == "a row that it does not end" ? 100 : 1);
        }
    }

    private async Task ServeAsync(string what, bool isIn)
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = ServeAsync(client, what, isIn);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over. A listener that was stopped between two clients refuses the next call as never started.
        }
    }

    private static async Task ServeAsync(TcpClient client, string what, bool isIn)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var asked = new byte[64 * 1024];
                _ = await stream.ReadAsync(asked);
                if (isIn)
                {
                    await stream.WriteAsync(Ready);
                    _ = await stream.ReadAsync(asked);
                }

                await SendAsync(stream, what);
            }
            catch (IOException)
            {
            }
        }
    }
}
