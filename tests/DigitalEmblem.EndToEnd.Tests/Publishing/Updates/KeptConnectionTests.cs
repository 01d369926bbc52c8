using System.Net;
using System.Net.Sockets;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;
using static DigitalEmblem.TestSupport.UpdateAnswers;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Updates;

/// <summary>
/// Several updates over one connection. When these fail, the answer to one update is taken for that of another, or a server that closes its
/// connections is told to have an unknown state each time.
/// </summary>
public class KeptConnectionTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly TsigKey Key = new("emblem-key", Secret);

    private static SigningOptions Good => new("emblem-key", Secret, TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task OneAfterTheOther_GoOverOneConnection()
    {
        using var server = new CountingServer((request, _) => Signed(request, NoError, Good));
        using var client = new DnsUpdateClient(server.EndPoint, Key);

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(DnsUpdateOutcome.Done, (await client.SendAsync(Update(i))).Outcome);
        }

        Assert.Equal((1, 5), (server.Connections, server.Updates));
    }

    [Fact]
    public async Task AtTheSameTime_EachHasAConnectionAndItsOwnAnswer()
    {
        using var server = new CountingServer((request, _) => Signed(request, NoError, Good));
        using var client = new DnsUpdateClient(server.EndPoint, Key);

        DnsUpdateResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.SendAsync(Update(i))));

        Assert.All(results, r => Assert.True(r.Outcome == DnsUpdateOutcome.Done, $"{r}"));
        Assert.Equal(8, server.Updates);
    }

    [Fact]
    public async Task ServerClosesAfterEachAnswer_TheNextIsDoneOverAnother()
    {
        using var server = new CountingServer((request, _) => Signed(request, NoError, Good)) { Closes = true };
        using var client = new DnsUpdateClient(server.EndPoint, Key);

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(DnsUpdateOutcome.Done, (await client.SendAsync(Update(i))).Outcome);
            await server.ClosedAsync(i + 1);
        }

        Assert.Equal((5, 5), (server.Connections, server.Updates));
    }

    [Fact]
    public async Task AnswerAfterSomethingElse_IsNotFollowedOverTheSame()
    {
        // The second answer is one to the first update, sent late: it must not reach the second one.
        using var server = new CountingServer((request, number) => number == 0
            ? [.. Framed(Unsigned(request, NoError)), .. Framed(Signed(request, NoError, Good))]
            : Framed(Signed(request, NoError, Good)))
        {
            IsFramed = true,
        };
        using var client = new DnsUpdateClient(server.EndPoint, Key);

        Assert.Equal(DnsUpdateOutcome.Done, (await client.SendAsync(Update(0))).Outcome);
        Assert.Equal(DnsUpdateOutcome.Done, (await client.SendAsync(Update(1))).Outcome);

        Assert.Equal(2, server.Connections);
    }

    private static DnsUpdate Update(int number) => new DnsUpdate(DomainName.Parse("society.example"))
        .Replace(DomainName.Parse($"host{number}.society.example"), 65297, 60, [new byte[] { 1, 2, 3 }]);

    private static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];

    private sealed class CountingServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<byte[], int, byte[]> _answer;
        private int _connections, _updates, _closed;

        public CountingServer(Func<byte[], int, byte[]> answer)
        {
            _answer = answer;
            _listener.Start();
            _ = AcceptAsync();
        }

        public bool Closes { get; init; }

        public bool IsFramed { get; init; }

        public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

        public int Connections => Volatile.Read(ref _connections);

        public int Updates => Volatile.Read(ref _updates);

        public async Task ClosedAsync(int count)
        {
            while (Volatile.Read(ref _closed) < count)
            {
                await Task.Delay(5);
            }
        }

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                    _ = ServeAsync(client);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            try
            {
                using (client)
                {
                    NetworkStream stream = client.GetStream();
                    var length = new byte[2];
                    do
                    {
                        await stream.ReadExactlyAsync(length);
                        var request = new byte[(length[0] << 8) | length[1]];
                        await stream.ReadExactlyAsync(request);
                        byte[] answer = _answer(request, Interlocked.Increment(ref _updates) - 1);
                        await stream.WriteAsync(IsFramed ? answer : Framed(answer));
                    }
                    while (!Closes);
                }

                Interlocked.Increment(ref _closed);
            }
            catch (Exception e) when (e is IOException or EndOfStreamException)
            {
                // The client has closed it.
            }
        }
    }
}
