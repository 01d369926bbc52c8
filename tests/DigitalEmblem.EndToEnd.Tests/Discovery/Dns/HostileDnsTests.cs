using System.Net;
using System.Text;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>
/// What a hostile server, or someone who answers in its place, can send. Whatever it is, a forged emblem is never believed, a
/// missing one never made up, and nothing hangs.
/// </summary>
public class HostileDnsTests
{
    private const int Ihle = DnsEmblemSource.DefaultIhleType;

    private static readonly byte[][] Good =
        [.. TokenBundle.Split(Published.Bundle(SignatureAlgorithm.Ed25519, TestTokens.Now), TokenLimits.Default).Select(i => i.ToArray())];

    /// <summary>Each case: what is sent for the query, and the outcome. TXT queries are answered NODATA.</summary>
    public static TheoryData<string, Func<byte[], bool, IEnumerable<byte[]>>, VerdictOutcome> Cases => new()
    {
        { "a good answer", (q, _) => [Answer(q, Good)], VerdictOutcome.Marked },
        {
            "wrong ids before the good answer",
            (q, tcp) => tcp ? [Answer(q, Good)] : [WithId(Answer(q, []), 1), WithId(Answer(q, []), 2), Answer(q, Good)],
            VerdictOutcome.Marked
        },
        { "a query instead of a response before it", (q, tcp) => tcp ? [Answer(q, Good)] : [q, Answer(q, Good)], VerdictOutcome.Marked },
        {
            "an answer to another question before it",
            (q, tcp) => tcp ? [Answer(q, Good)] : [Answer(OtherQuestion(q), []), Answer(q, Good)],
            VerdictOutcome.Marked
        },
        { "junk before it", (q, tcp) => tcp ? [Answer(q, Good)] : [[1], [.. q[..2], 0xff], Answer(q, Good)], VerdictOutcome.Marked },
        { "only wrong ids", (q, _) => [WithId(Answer(q, Good), 1)], VerdictOutcome.Indeterminate },
        { "only another question", (q, _) => [Answer(OtherQuestion(q), Good)], VerdictOutcome.Indeterminate },
        { "nothing", (q, _) => [], VerdictOutcome.Indeterminate },
        { "records of another owner", (q, _) => [Answer(q, Good, owner: Name("evil.example"))], VerdictOutcome.Indeterminate },
        { "records of another class", (q, _) => [Answer(q, Good, recordClass: 3)], VerdictOutcome.Indeterminate },
        {
            "records of another owner beside the good ones",
            (q, _) => [Answer(q, [.. Good, [0]], owners: i => i < Good.Length ? [0xc0, 12] : Name("evil.example"))],
            VerdictOutcome.Marked
        },
        { "records in Authority", (q, _) => [Answer(q, Good, section: 1)], VerdictOutcome.NotMarked },
        { "records in Additional, as the draft asks", (q, _) => [Answer(q, Good, section: 2)], VerdictOutcome.Marked },
        { "SERVFAIL", (q, _) => [Answer(q, [], code: 2)], VerdictOutcome.Indeterminate },
        { "REFUSED", (q, _) => [Answer(q, [], code: 5)], VerdictOutcome.Indeterminate },
        { "NXDOMAIN with records", (q, _) => [Answer(q, Good, code: 3)], VerdictOutcome.Indeterminate },
        { "NXDOMAIN", (q, _) => [Answer(q, [], code: 3)], VerdictOutcome.NotMarked },
        { "a referral", (q, _) => [Answer(q, [], authoritative: false)], VerdictOutcome.Indeterminate },
        { "truncated over UDP, whole over TCP", (q, tcp) => [Answer(q, Good, truncated: !tcp)], VerdictOutcome.Marked },
        {
            "truncated over TCP as well, with half of the set in it",
            (q, _) => [Answer(q, Good[..3], truncated: true)],
            VerdictOutcome.Indeterminate
        },
        { "more records announced than sent", (q, _) => [WithCount(Answer(q, Good), 60000)], VerdictOutcome.Indeterminate },
        { "fewer records announced than sent", (q, _) => [WithCount(Answer(q, Good), 2)], VerdictOutcome.Indeterminate },
        { "cut short", (q, _) => [Answer(q, Good)[..^20]], VerdictOutcome.Indeterminate },
        { "an alias round in a circle", (q, _) => [Alias(q, Name("www.society.example"))], VerdictOutcome.Indeterminate },
        { "two aliases at once", (q, _) => [Alias(q, Name("a.example"), Name("b.example"))], VerdictOutcome.Indeterminate },
        { "an owner that points at itself", (q, _) => [Answer(q, Good[..1], owner: [0xc0, (byte)q.Length])], VerdictOutcome.Indeterminate },
        { "an owner that points forward", (q, _) => [Answer(q, Good[..1], owner: [0xff, 0xff])], VerdictOutcome.Indeterminate },
        { "an owner of an unknown label kind", (q, _) => [Answer(q, Good[..1], owner: [0x80, 0])], VerdictOutcome.Indeterminate },
        {
            "an owner of more than 255 octets",
            (q, _) => [Answer(q, Good[..1], owner: [.. Enumerable.Repeat((byte[])[3, 97, 97, 97], 70).SelectMany(l => l), 0])],
            VerdictOutcome.Indeterminate
        },
        { "half of the set: the emblem and its key", (q, _) => [Answer(q, [Good[0], Good[3]])], VerdictOutcome.Invalid },
        { "records that are no tokens beside the good ones", (q, _) => [Answer(q, [[], [1], [0xd2], .. Good])], VerdictOutcome.Marked },
        {
            "a hundred copies of the emblem",
            (q, tcp) => [Answer(
                q,
                tcp ? [.. Enumerable.Repeat(0, 100).Select((_, i) => (byte[])[.. Good[0], .. new byte[i % 2]]), .. Good] : [],
                truncated: !tcp)],
            VerdictOutcome.Marked
        },
        {
            "more tokens than the limit",
            (q, tcp) => [Answer(q, tcp ? [.. Enumerable.Range(0, 200).Select(i => (byte[])[.. Good[0], (byte)i])] : [], truncated: !tcp)],
            VerdictOutcome.Indeterminate
        },
        { "60 kB of one record", (q, tcp) => [Answer(q, tcp ? [new byte[60_000]] : [], truncated: !tcp)], VerdictOutcome.Indeterminate },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Exchange_EachCase_HasItsOutcome(string what, Func<byte[], bool, IEnumerable<byte[]>> answers, VerdictOutcome expected)
    {
        using var server = new HostileServer((query, tcp) => IsIhle(query) ? answers(query, tcp) : [Answer(query, [])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)], Timeout = Patience(expected), Rounds = 1 });
        Verdict verdict = await CheckAsync(exchange);
        Assert.True(expected == verdict.Outcome, $"{what}: {verdict}");
    }

    /// <summary>The same table, asked as a scan asks: few ports, names in mixed case, TCP for what is not answered.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BulkExchange_EachCase_HasItsOutcome(
        string what, Func<byte[], bool, IEnumerable<byte[]>> answers, VerdictOutcome expected)
    {
        using var server = new HostileServer((query, tcp) => IsIhle(query) ? answers(query, tcp) : [Answer(query, [])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)], Timeout = Patience(expected), Rounds = 1, Bulk = true });
        Verdict verdict = await CheckAsync(exchange);
        Assert.True(expected == verdict.Outcome, $"{what}: {verdict}");
    }

    /// <summary>Who forges an answer in bulk has to guess the case of each letter too.</summary>
    [Fact]
    public async Task BulkExchange_AnswerWithTheNameInOtherCase_IsIgnored()
    {
        using var server = new HostileServer((q, tcp) => tcp ? [] : [WithOtherCase(Answer(q, Good))]);
        await using var exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(server.EndPoint)],
            Timeout = TimeSpan.FromMilliseconds(400),
            Rounds = 1,
            Bulk = true
        });
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(exchange)).Outcome);

        using var beside = new HostileServer((q, _) => [WithOtherCase(Answer(q, [])), IsIhle(q) ? Answer(q, Good) : Answer(q, [])]);
        await using var other = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(beside.EndPoint)],
            Timeout = TimeSpan.FromSeconds(10),
            Rounds = 1,
            Bulk = true
        });
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(other)).Outcome);
    }

    /// <summary>An answer with the right id and question, from a port that was not asked.</summary>
    [Fact]
    public async Task BulkExchange_AnswerFromAnotherSource_IsIgnored()
    {
        using var forger = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var server = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Task serving = Task.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                System.Net.Sockets.UdpReceiveResult asked = await server.ReceiveAsync();
                await forger.SendAsync(Answer(asked.Buffer, []), asked.RemoteEndPoint);
            }
        });
        await using var exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At((IPEndPoint)server.Client.LocalEndPoint!)],
            Timeout = TimeSpan.FromMilliseconds(400),
            Rounds = 1,
            Bulk = true
        });
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(exchange)).Outcome);
        await serving;
    }

    /// <summary>
    /// A server that fails in bursts, refuses, or loses every other datagram: no name may come out as not marked that was not answered.
    /// </summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(5, false)]
    [InlineData(0, true)]
    public async Task BulkExchange_ServerFailsInBursts_AllAreAnsweredOrCouldNotBeFoundOut(int code, bool drops)
    {
        int asked = 0;
        using var server = new HostileServer((q, tcp) =>
        {
            int turn = Interlocked.Increment(ref asked);
            bool fails = drops ? !tcp && turn % 2 == 0 : turn / 50 % 3 == 1;
            return fails ? drops ? [] : [Answer(q, [], code: code)] : [IsIhle(q) ? Answer(q, Good) : Answer(q, [])];
        });
        await using var exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(server.EndPoint)],
            Timeout = TimeSpan.FromMilliseconds(500),
            Rounds = 3,
            Bulk = true,
            MaxConcurrency = 512
        });
        Verdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => CheckAsync(exchange)));
        Assert.All(verdicts, v => Assert.True(v.Outcome is VerdictOutcome.Marked or VerdictOutcome.Indeterminate, v.ToString()));
        Assert.Contains(verdicts, v => v.Outcome == VerdictOutcome.Marked);
    }

    /// <summary>
    /// The same table through DnsClient over TCP. It cannot read past one bad message, so what comes before a good answer
    /// there makes it indeterminate, never wrong.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task LookupClient_EachCase_HasItsOutcomeOrCouldNotFindOut(
        string what, Func<byte[], bool, IEnumerable<byte[]>> answers, VerdictOutcome expected)
    {
        using var server = new HostileServer((query, tcp) => IsIhle(query) ? answers(query, tcp) : [Answer(query, [])]);
        Verdict verdict = await CheckAsync(LookupClientExchange.ForServers([server.EndPoint], Patience(expected)));
        // DnsClient does not tell that bytes were left over: a server that counts wrongly is believed. The exchange of our own refuses it.
        bool unseen = what == "fewer records announced than sent";
        Assert.True(
            verdict.Outcome == expected
                || verdict.Outcome == VerdictOutcome.Indeterminate
                || (unseen && verdict.Outcome == VerdictOutcome.Invalid),
            $"{what}: {verdict}");
        Assert.True(expected != VerdictOutcome.Marked || verdict.Outcome == VerdictOutcome.Marked, $"{what}: {verdict}");
    }

    [Fact]
    public async Task Exchange_OneByteASecond_EndsAtItsTime()
    {
        using var server = new HostileServer((q, tcp) => [Answer(q, Good, truncated: !tcp)]) { Drip = TimeSpan.FromSeconds(1) };
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)], Timeout = TimeSpan.FromMilliseconds(300), Rounds = 1 });
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(exchange)).Outcome);
    }

    [Fact]
    public async Task Exchange_60KilobytesOfTxt_AreReadOrRefusedAndNeverHalf()
    {
        byte[][] txt =
            [CharacterStrings.Data("adem-token=" + new string('a', 15_000)), CharacterStrings.Data("v=spf1 " + new string('b', 44_000))];
        using var server = new HostileServer(
            (q, tcp) => [IsIhle(q) ? Answer(q, []) : tcp ? Answer(q, txt) : Answer(q, [], truncated: true)]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)], Timeout = TimeSpan.FromSeconds(10) });
        Verdict verdict = await CheckAsync(exchange);
        Assert.Equal(VerdictOutcome.Invalid, verdict.Outcome); // the emblem record is no token; the other record is nobody's business
        Assert.Single(verdict.Tokens);
    }

    [Fact]
    public async Task Exchange_TxtWhoseLengthsDoNotFit_IsCouldNotFindOut()
    {
        using var server = new HostileServer((q, _) => [IsIhle(q) ? Answer(q, []) : Answer(q, [[200, 97, 100]])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)], Timeout = TimeSpan.FromSeconds(10) });
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(exchange)).Outcome);
    }

    [Fact]
    public async Task Exchange_FirstServerFails_TheSecondAnswersAndBothAreTold()
    {
        using var bad = new HostileServer((q, _) => [Answer(q, [], code: 2)]);
        using var good = new HostileServer((q, _) => [IsIhle(q) ? Answer(q, Good) : Answer(q, [])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(bad.EndPoint), DnsServer.At(good.EndPoint)] });
        Verdict verdict = await CheckAsync(exchange);
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Equal(2, verdict.Exposure.Count);
        Assert.Equal(2, verdict.Sources[0].Attempts.Count);
    }

    [Theory]
    [InlineData(true, VerdictOutcome.Marked)]
    [InlineData(false, VerdictOutcome.Indeterminate)]
    public async Task Exchange_AllAsked_MustSayTheSame(bool same, VerdictOutcome expected)
    {
        using var one = new HostileServer((q, _) => [IsIhle(q) ? Answer(q, Good) : Answer(q, [])]);
        using var other = new HostileServer((q, _) => [IsIhle(q) && same ? Answer(q, Good.Reverse()) : Answer(q, [])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(one.EndPoint), DnsServer.At(other.EndPoint)], AskAll = true });
        Verdict verdict = await CheckAsync(exchange);
        Assert.Equal(expected, verdict.Outcome);
        Assert.Equal(2, verdict.Exposure.Count);
    }

    [Fact]
    public async Task LookUp_Cancelled_IsACancellation()
    {
        using var silent = new HostileServer((_, _) => []);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(silent.EndPoint)], Timeout = TimeSpan.FromSeconds(30) });
        foreach (IDnsLookup lookup in (IDnsLookup[])[
            exchange, LookupClientExchange.ForServers([silent.EndPoint], TimeSpan.FromSeconds(30))])
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookup.LookUpAsync(Published.Host, Ihle, stop.Token));
        }
    }

    [Fact]
    public void ReadResponse_AnyBytes_NeverThrowsAnythingElse()
    {
        var random = new Random(7);
        byte[] query = DnsWire.WriteQuery(1, Published.Host, Ihle), good = Answer(query, Good);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] copy = [.. good];
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                copy[random.Next(2, copy.Length)] = (byte)random.Next(256);
            }

            try
            {
                DnsWire.ReadResponse(copy.AsMemory(0, random.Next(copy.Length / 2, copy.Length + 1)), query);
            }
            catch (TokenFormatException)
            {
            }
        }
    }

    private static async Task<Verdict> CheckAsync(IDnsLookup lookup) => await new EmblemChecker(
        [new DnsEmblemSource(lookup)], new EmblemVerifier(), TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, new At())
        .CheckAsync(Published.Host);

    // Where an answer is expected a busy machine may be slow; where none is, there is nothing to wait for.
    private static TimeSpan Patience(VerdictOutcome expected) =>
        expected == VerdictOutcome.Indeterminate ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(10);

    private static bool IsIhle(byte[] query) => DnsWire.ReadQuestion(query)?.Type == Ihle;

    private static byte[] Answer(
        byte[] query,
        IEnumerable<byte[]> data,
        int section = 0,
        int code = 0,
        bool truncated = false,
        bool authoritative = true,
        byte[]? owner = null,
        int recordClass = 1,
        Func<int, byte[]>? owners = null)
    {
        (string _, ushort type, int end) = DnsWire.ReadQuestion(query)!.Value;
        byte[][] all = [.. data];
        var bytes = new List<byte>();
        bytes.AddRange(query[..2]);
        DnsWire.UInt16(bytes, 0x8000 | (authoritative ? 0x0400 : 0) | (truncated ? 0x0200 : 0) | code);
        DnsWire.UInt16(bytes, 1);
        for (int s = 0; s < 3; s++)
        {
            DnsWire.UInt16(bytes, s == section ? all.Length : 0);
        }

        bytes.AddRange(query[12..end]);
        for (int i = 0; i < all.Length; i++)
        {
            Record(bytes, owners?.Invoke(i) ?? owner ?? [0xc0, 12], type, recordClass, all[i]);
        }

        return [.. bytes];
    }

    private static byte[] Alias(byte[] query, params byte[][] targets)
    {
        int end = DnsWire.ReadQuestion(query)!.Value.End;
        var bytes = new List<byte>([.. query[..2], 0x84, 0, 0, 1, 0, (byte)targets.Length, 0, 0, 0, 0, .. query[12..end]]);
        foreach (byte[] target in targets)
        {
            Record(bytes, [0xc0, 12], DnsType.CName, 1, target);
        }

        return [.. bytes];
    }

    private static void Record(List<byte> bytes, byte[] owner, int type, int recordClass, byte[] data)
    {
        bytes.AddRange(owner);
        DnsWire.UInt16(bytes, type);
        DnsWire.UInt16(bytes, recordClass);
        bytes.AddRange([0, 0, 0, 60]);
        DnsWire.UInt16(bytes, data.Length);
        bytes.AddRange(data);
    }

    private static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    private static byte[] OtherQuestion(byte[] query)
    {
        byte[] copy = [.. query];
        copy[14] ^= 1;
        return copy;
    }

    private static byte[] WithOtherCase(byte[] message)
    {
        message[13] ^= 0x20;
        return message;
    }

    private static byte[] WithId(byte[] message, byte difference)
    {
        message[1] ^= difference;
        return message;
    }

    private static byte[] WithCount(byte[] message, int count)
    {
        message[6] = (byte)(count >> 8);
        message[7] = (byte)count;
        return message;
    }

    private sealed class At : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestTokens.Now;
    }
}
