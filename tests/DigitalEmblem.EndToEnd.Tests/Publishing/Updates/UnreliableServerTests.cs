using System.Net;
using System.Net.Sockets;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;
using static DigitalEmblem.TestSupport.UpdateAnswers;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Updates;

/// <summary>
/// Servers that are gone, silent, or not who they say they are. If these fail, someone is told that an emblem is published, or withdrawn,
/// on the word of an impostor; or that nothing happened when something did.
/// </summary>
public class UnreliableServerTests
{
    private static readonly DomainName Zone = DomainName.Parse("society.example");

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly TsigKey Key = new("emblem-key", Secret);

    private static readonly DnsUpdate Update = new DnsUpdate(Zone)
        .Replace(DomainName.Parse("www.society.example"), 65297, 60, [new byte[] { 1, 2, 3 }]);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    private static SigningOptions Good => new("emblem-key", Secret, TimeProvider.System.GetUtcNow());

    /// <summary>Each case: what comes back, and what it comes to.</summary>
    public static TheoryData<string, Func<byte[], IEnumerable<byte[]>>, DnsUpdateOutcome, string> Cases => new()
    {
        { "a good answer", r => [Signed(r, NoError, Good)], DnsUpdateOutcome.Done, "is done" },
        { "a yes that is not signed", r => [Unsigned(r, NoError)], DnsUpdateOutcome.Unknown, "not signed" },
        {
            "a yes signed with another secret",
            r => [Signed(r, NoError, Good with { Secret = new byte[32] })],
            DnsUpdateOutcome.Unknown,
            "altered on the way"
        },
        {
            "a yes signed with another key",
            r => [Signed(r, NoError, Good with { KeyName = "another-key" })],
            DnsUpdateOutcome.Unknown,
            "altered on the way"
        },
        {
            "a yes signed an hour ago",
            r => [Signed(r, NoError, Good with { At = Good.At.AddHours(-1) })],
            DnsUpdateOutcome.Unknown,
            "not about now"
        },
        { "a yes to another id", r => [WithId(Signed(r, NoError, Good))], DnsUpdateOutcome.Unknown, "something else" },
        { "a yes of another zone", r => [WithZone(Signed(r, NoError, Good))], DnsUpdateOutcome.Unknown, "something else" },
        {
            "a yes with the signature of an earlier one",
            r => [Signed(r, NoError, Good with { RequestMac = new byte[32] })],
            DnsUpdateOutcome.Unknown,
            "altered on the way"
        },
        { "a no that is not signed", r => [Unsigned(r, Refused)], DnsUpdateOutcome.Refused, "not signed" },
        { "a broken condition that is not signed", r => [Unsigned(r, NxRrset)], DnsUpdateOutcome.Unknown, "not signed" },
        { "a bad signature", r => [WithError(r, Good with { Error = BadSig })], DnsUpdateOutcome.KeyRejected, "BADSIG" },
        { "a failure", r => [Signed(r, ServFail, Good)], DnsUpdateOutcome.Unknown, "SERVFAIL" },
        { "bytes", _ => [[1, 2, 3], [], new byte[500]], DnsUpdateOutcome.Unknown, "something else" },
        { "a malformed answer", r => [[.. Signed(r, NoError, Good), 0]], DnsUpdateOutcome.Unknown, "malformed" },
        { "the update itself", r => [r], DnsUpdateOutcome.Unknown, "something else" },
        {
            "lies before the good answer",
            r => [
                Unsigned(r, NoError), WithId(Signed(r, NoError, Good)), [], Signed(r, NoError, Good with { Secret = new byte[32] }),
                Signed(r, NoError, Good)],
            DnsUpdateOutcome.Done,
            "is done"
        },
        { "lies before the true no", r => [Unsigned(r, NoError), Signed(r, Refused, Good)], DnsUpdateOutcome.Refused, "allow-update" },
        { "lies without end", r => Enumerable.Repeat(Unsigned(r, NoError), 100_000), DnsUpdateOutcome.Unknown, "not signed" },
        { "nothing", _ => [], DnsUpdateOutcome.Unknown, "no answer came in time" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Server_EachCase_HasItsOutcome(
        string what, Func<byte[], IEnumerable<byte[]>> answers, DnsUpdateOutcome expected, string words)
    {
        using var server = new HostileServer((request, tcp) => tcp ? answers(request) : []);
        DnsUpdateResult result = await new DnsUpdateClient(server.EndPoint, Key, expected == DnsUpdateOutcome.Unknown ? Short : null)
            .SendAsync(Update);
        for (TimeSpan patience = Short * 2; expected == DnsUpdateOutcome.Unknown
            && !result.Detail.Contains(words, StringComparison.Ordinal)
            && patience < TimeSpan.FromSeconds(10); patience *= 2)
        {
            // A machine with much to do may not get to what the server says within so short a time.
            result = await new DnsUpdateClient(server.EndPoint, Key, patience).SendAsync(Update);
        }

        Assert.True(expected == result.Outcome, $"{what}: {result}");
        Assert.Contains(words, result.Detail, StringComparison.Ordinal);
        Assert.Equal(
            expected is not (DnsUpdateOutcome.Refused or DnsUpdateOutcome.NotReached) || !result.IsAuthenticated,
            result.MayHaveTakenEffect);
    }

    [Fact]
    public async Task Server_Down_WasNotReachedAndNothingHappened()
    {
        DnsUpdateResult result = await new DnsUpdateClient(new IPEndPoint(IPAddress.Loopback, LoopbackPorts.Free()), Key).SendAsync(Update);
        Assert.Equal((DnsUpdateOutcome.NotReached, false), (result.Outcome, result.MayHaveTakenEffect));
        Assert.Contains("nothing listens there", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_NoWayThere_WasNotReached()
    {
        // A listener whose queue is full takes no connection and refuses none.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var waiting = new List<Socket>();
        try
        {
            for (int i = 0; i < 3; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                waiting.Add(socket);
                try
                {
                    socket.Connect(full.LocalEndPoint!);
                }
                catch (SocketException)
                {
                    // Under way.
                }
            }

            DnsUpdateResult result = await new DnsUpdateClient((IPEndPoint)full.LocalEndPoint!, Key, Short).SendAsync(Update);
            Assert.Equal((DnsUpdateOutcome.NotReached, false), (result.Outcome, result.MayHaveTakenEffect));
            Assert.Contains("no answer in time", result.Detail, StringComparison.Ordinal);
        }
        finally
        {
            waiting.ForEach(s => s.Dispose());
        }
    }

    /// <summary>The connection is made by the system, so the update may be with the server though it never said a word.</summary>
    [Fact]
    public async Task Server_AcceptsAndNeverAnswers_IsUnknown()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        DnsUpdateResult result = await new DnsUpdateClient((IPEndPoint)listener.LocalEndpoint, Key, Short).SendAsync(Update);
        Assert.Equal((DnsUpdateOutcome.Unknown, true), (result.Outcome, result.MayHaveTakenEffect));
        Assert.Contains("Look at what the server has", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Server_ClosesWithinItsAnswer_IsUnknown(int bytesSent)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length);
            var request = new byte[(length[0] << 8) | length[1]];
            await stream.ReadExactlyAsync(request);
            byte[] answer = Signed(request, NoError, Good);
            await stream.WriteAsync(((byte[])[0, (byte)answer.Length, .. answer]).AsMemory(0, bytesSent));
        });
        DnsUpdateResult result = await new DnsUpdateClient((IPEndPoint)listener.LocalEndpoint, Key).SendAsync(Update);
        await serving;
        Assert.Equal((DnsUpdateOutcome.Unknown, true), (result.Outcome, result.MayHaveTakenEffect));
    }

    [Fact]
    public async Task Server_AnswersByteByByte_IsHeardOrUnknownInTime()
    {
        using var slow = new HostileServer((request, _) => [Signed(request, NoError, Good)]) { Drip = TimeSpan.FromMilliseconds(1) };
        Assert.Equal(DnsUpdateOutcome.Done, (await new DnsUpdateClient(slow.EndPoint, Key).SendAsync(Update)).Outcome);
        using var slower = new HostileServer((request, _) => [Signed(request, NoError, Good)]) { Drip = TimeSpan.FromSeconds(5) };
        Assert.Equal(DnsUpdateOutcome.Unknown, (await new DnsUpdateClient(slower.EndPoint, Key, Short).SendAsync(Update)).Outcome);
    }

    [Fact]
    public async Task Send_Cancelled_IsACancellation()
    {
        using var silent = new HostileServer((_, _) => []);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new DnsUpdateClient(silent.EndPoint, Key).SendAsync(Update, stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new DnsUpdateClient(silent.EndPoint, Key).SendAsync(Update, new CancellationToken(canceled: true)));
    }

    private static byte[] WithId(byte[] message)
    {
        message[1] ^= 1;
        return message;
    }

    private static byte[] WithZone(byte[] message)
    {
        message[14] ^= 1;
        return message;
    }
}
