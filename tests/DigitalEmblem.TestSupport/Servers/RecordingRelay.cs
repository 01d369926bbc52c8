using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>A party on the way to a name server, over TCP: it records each update, and may act before it passes one on.</summary>
internal sealed class RecordingRelay : IDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();

    public RecordingRelay(IPEndPoint server)
    {
        _server = server;
        (Socket udp, _listener) = LoopbackPorts.Bind();
        udp.Dispose();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _ = Task.Run(ServeAsync);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The updates, as they were sent, with their length in front.</summary>
    public List<byte[]> Updates { get; } = [];

    /// <summary>What it does before it passes the next update on.</summary>
    public Action? Before { get; set; }

    /// <summary>Sends a message to the server as it is, and returns the response code.</summary>
    public async Task<int> SendAgainAsync(byte[] framed)
    {
        byte[] answer = await ExchangeAsync(framed);
        return answer[5] & 0xf;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var message = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return [.. length, .. message];
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                while (true)
                {
                    byte[] message = await ReadAsync(client.GetStream(), _stop.Token);
                    if ((message[4] & 0x78) == 5 << 3)
                    {
                        Updates.Add(message);
                        Action? before = Before;
                        Before = null;
                        before?.Invoke();
                    }

                    await client.GetStream().WriteAsync(await ExchangeAsync(message), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
            }
        }
    }

    private async Task<byte[]> ExchangeAsync(byte[] framed)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_server, _stop.Token);
        await server.GetStream().WriteAsync(framed, _stop.Token);
        return await ReadAsync(server.GetStream(), _stop.Token);
    }
}
