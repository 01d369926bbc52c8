using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>
/// Servers that send what answers nothing, and names that nobody answers for. If this fails, a connection that leads nowhere is used for
/// ever, or a scan opens a thread and a descriptor for every thousand names.
/// </summary>
public sealed class EndlessServerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    public EndlessServerTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    /// <summary>
    /// The first connection brings messages with other ids without end, and the second the answer. The first is closed by us.
    /// </summary>
    [Theory]
    [InlineData(Way.Tcp)]
    [InlineData(Way.Tls)]
    public async Task Check_FirstConnectionSendsJunkForEver_IsClosedAndAnotherIsMade(Way way)
    {
        Serve(way, async (socket, stream) =>
        {
            await ReadAsync(stream);
            byte[] junk = [.. Enumerable.Repeat((byte[])[0, 12, 0, 0, 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0], 1000).SelectMany(m => m), 0, 0];
            while (true)
            {
                await stream.WriteAsync(junk);
                await Task.Delay(1);
            }
        });
        await using var exchange = new DnsExchange(LookupScene.Options(way, TimeSpan.FromSeconds(2), Server(way)));
        Verdict verdict = await LookupScene.CheckAsync(exchange);
        Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
        await _given.Task;
    }

    /// <summary>Octets in the middle of a TLS connection that no key made.</summary>
    [Fact]
    public async Task Check_FirstConnectionBreaksTls_IsClosedAndAnotherIsMade()
    {
        Serve(Way.Tls, async (socket, stream) =>
        {
            await ReadAsync(stream);
            await socket.SendAsync((byte[])[23, 3, 3, 0, 32, .. new byte[32], .. new byte[100]]);
        });
        await using var exchange = new DnsExchange(
            LookupScene.Options(Way.Tls, LookupScene.AnswerComes, Server(Way.Tls)) with { Rounds = 1 });
        Verdict verdict = await LookupScene.CheckAsync(exchange);
        Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
    }

    /// <summary>One name has no answer over UDP, for as long as an attempt may take: its socket is given up when many others wait too, and
    /// the name is asked about over TCP.</summary>
    [Fact]
    public async Task Scan_NameWithoutAnAnswer_HoldsItsSocketNoLongerThanManyOthersNeed()
    {
        using var server = new LoopbackServer(
            (q, udp) => udp && DnsWire.ReadQuestion(q)!.Value.Name == "silent.example" ? null : LookupScene.Nothing(q));
        DnsExchangeOptions options = LookupScene.Options(Way.ScanUdp, TimeSpan.FromMinutes(1), server.Server);
        await using var channel = new UdpPoolChannel(server.Server, options, new ServerNotes(), questionsOfALane: 2);
        Task<DnsReply> silent = channel.AskAsync(DomainName.Parse("silent.example"), DnsType.Txt, edns: true, CancellationToken.None);
        var name = DomainName.Parse("www.society.example");
        for (int i = 0; i < 400 && !silent.IsCompleted; i++)
        {
            // Each lane is held open by a question that is not answered.
            _ = channel.AskAsync(DomainName.Parse("silent.example"), DnsType.Txt, edns: true, CancellationToken.None);
            Assert.NotNull((await channel.AskAsync(name, DnsType.Txt, edns: true, CancellationToken.None)).Response);
        }

        Assert.Same(silent, await Task.WhenAny(silent, Task.Delay(options.Timeout / 2)));
        Assert.NotNull((await silent).Response);
    }

    private DnsServer Server(Way way) =>
        way == Way.Tls
            ? DnsServer.ParseTls($"{_listener.LocalEndpoint}#{LoopbackServer.ServerName}")
            : DnsServer.At((IPEndPoint)_listener.LocalEndpoint, tcpOnly: true);

    /// <summary>Does something bad with the first connection, and answers on the others.</summary>
    private void Serve(Way way, Func<Socket, Stream, Task> first) => _ = Task.Run(async () =>
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync();
            bool isFirst = Interlocked.Increment(ref _connections) == 1;
            _ = Task.Run(async () =>
            {
                using (client)
                {
                    try
                    {
                        Stream stream = client.GetStream();
                        if (way == Way.Tls)
                        {
                            var tls = new SslStream(stream);
                            await tls.AuthenticateAsServerAsync(LoopbackServer.Certificate);
                            stream = tls;
                        }

                        if (isFirst)
                        {
                            await first(client.Client, stream);
                        }

                        while (true)
                        {
                            byte[] answer = LookupScene.Good(await ReadAsync(stream));
                            await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)(answer.Length & 0xff), .. answer]);
                        }
                    }
                    catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
                    {
                        // The client closed it.
                        _given.TrySetResult();
                    }
                }
            });
        }
    });

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length);
        var query = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(query);
        return query;
    }
}
