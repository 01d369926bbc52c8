using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>What servers send that looks like "there is nothing" and is not, over every transport. If this fails, a protected name is told
/// to be not marked because a server did not understand the question.</summary>
public sealed class AnswersThatAreNoneTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    private static readonly (string What, Func<byte[], byte[]> Answer, VerdictOutcome Expected, string Says)[] All =
    [
        (
            "BADVERS to EDNS, the emblem without",
            q => DnsMessage.HasEdns(q) ? new DnsMessage { Additional = [Rr.Opt(1)] }.To(q) : LookupScene.Good(q),
            VerdictOutcome.Marked,
            "BADVERS (16)"),
        (
            "BADVERS to everything",
            q => new DnsMessage { Additional = [Rr.Opt(1)] }.To(q),
            VerdictOutcome.Indeterminate,
            "BADVERS (16), also without EDNS"),
        (
            "NXDOMAIN's bits under an extended code",
            q => new DnsMessage { Code = 3, Additional = [Rr.Opt(1)] }.To(q),
            VerdictOutcome.Indeterminate,
            "the error code 19, also without EDNS"),
        (
            "the highest extended code, with the emblem beside it",
            q => new DnsMessage { Answer = [new Rr(Rr.Asked, DnsType.DefaultIhle, LookupScene.Emblem[0])], Additional = [Rr.Opt(0xff)] }
                .To(q),
            VerdictOutcome.Indeterminate,
            "the error code 4080"),
        (
            "an OPT of another version and no error",
            q => new DnsMessage { Authority = [Rr.Soa("society.example")], Additional = [Rr.Opt(0, version: 1)] }.To(q),
            VerdictOutcome.NotMarked,
            "no such record"),
        (
            "FORMERR to EDNS, header only",
            q => DnsMessage.HasEdns(q) ? DnsMessage.HeaderOnly(q, 1) : LookupScene.Good(q),
            VerdictOutcome.Marked,
            "FORMERR (1)"),
        (
            "FORMERR to EDNS, header only with counts of what does not follow",
            q => DnsMessage.HasEdns(q) ? DnsMessage.HeaderOnly(q, 1, 1, 1) : LookupScene.Good(q),
            VerdictOutcome.Marked,
            "FORMERR (1)"),
        (
            "FORMERR to EDNS, with the question",
            q => DnsMessage.HasEdns(q) ? new DnsMessage { Code = 1 }.To(q) : LookupScene.Good(q),
            VerdictOutcome.Marked,
            "FORMERR (1)"),
        (
            "NOTIMP to EDNS, header only",
            q => DnsMessage.HasEdns(q) ? DnsMessage.HeaderOnly(q, 4) : LookupScene.Nothing(q),
            VerdictOutcome.NotMarked,
            "NOTIMP (4)"),
        ("FORMERR to everything", q => DnsMessage.HeaderOnly(q, 1), VerdictOutcome.Indeterminate, "FORMERR (1), also without EDNS"),
        ("NOTAUTH", q => new DnsMessage { Code = 9 }.To(q), VerdictOutcome.Indeterminate, "NOTAUTH (9)"),
        (
            "a referral from a server that says it resolves",
            q => new DnsMessage { Authority = [Rr.Ns("society.example")] }.To(q),
            VerdictOutcome.Indeterminate,
            "refers to other servers"),
        (
            "a referral from a server that says it is responsible",
            q => new DnsMessage { Flags = 0x8580, Authority = [Rr.Ns("society.example")] }.To(q),
            VerdictOutcome.Indeterminate,
            "refers to other servers"),
        (
            "a referral to the root",
            q => new DnsMessage { Authority = [new Rr([0], DnsType.Ns, DnsMessage.Name("a.root.example"))] }.To(q),
            VerdictOutcome.Indeterminate,
            "refers to other servers"),
        (
            "a referral behind an alias",
            q => new DnsMessage { Answer = [Rr.Alias("www.society.example", "www.cdn.example")], Authority = [Rr.Ns("cdn.example")] }.To(q),
            VerdictOutcome.Indeterminate,
            "refers to other servers"),
        ("NODATA with an SOA", LookupScene.Nothing, VerdictOutcome.NotMarked, "no such record"),
        (
            "NODATA with an SOA and name servers",
            q => new DnsMessage { Authority = [Rr.Ns("society.example"), Rr.Soa("society.example")] }.To(q),
            VerdictOutcome.NotMarked,
            "no such record"),
        ("NODATA with nothing at all, as stub resolvers send it", q => new DnsMessage().To(q), VerdictOutcome.NotMarked, "no such record"),
        (
            "NXDOMAIN with name servers and no SOA",
            q => new DnsMessage { Code = 3, Authority = [Rr.Ns("society.example")] }.To(q),
            VerdictOutcome.NotMarked,
            "does not exist"),
        ("sixteen aliases in a row", q => Chain(q, 16), VerdictOutcome.Marked, ""),
        ("seventeen aliases in a row", q => Chain(q, 17), VerdictOutcome.Indeterminate, "more than 16 aliases"),
        ("aliases round in a circle", q => new DnsMessage
        {
            Answer = [Rr.Alias("www.society.example", "b.example"), Rr.Alias("b.example", "c.example"), Rr.Alias("c.example", "b.example")]
        }.To(q), VerdictOutcome.Indeterminate, "in a circle, over b.example"),
        (
            "an alias of two names",
            q => new DnsMessage { Answer = [Rr.Alias("www.society.example", "b.example"), Rr.Alias("www.society.example", "c.example")] }
                .To(q),
            VerdictOutcome.Indeterminate,
            "www.society.example is an alias (CNAME) of two names"),
        (
            "records of another class only",
            q => new DnsMessage { Answer = [new Rr(Rr.Asked, DnsWire.ReadQuestion(q)!.Value.Type, [3, 1, 2, 3], Class: 0xbb01)] }.To(q),
            VerdictOutcome.Indeterminate,
            "another name or class only"),
        ("records of another type only",
            q => new DnsMessage { Answer = [new Rr(Rr.Asked, 1, [192, 0, 2, 1])] }.To(q),
            VerdictOutcome.Indeterminate, "another type or name only"),
        ("records of another type only, and no such name",
            q => new DnsMessage { Code = 3, Answer = [new Rr(Rr.Asked, 1, [192, 0, 2, 1])] }.To(q),
            VerdictOutcome.Indeterminate, "another type or name only"),
        ("an alias of another name only",
            q => new DnsMessage { Answer = [Rr.Alias("x.example", "y.example")] }.To(q),
            VerdictOutcome.Indeterminate, "another type or name only"),
        ("an alias for all names below (DNAME) and none of the name",
            q => new DnsMessage { Answer = [new Rr(DnsMessage.Name("society.example"), 39, DnsMessage.Name("cdn.example"))] }.To(q),
            VerdictOutcome.Indeterminate, "(DNAME)"),
        ("aliases with DNAME and signatures, and an SOA at their end",
            q => new DnsMessage
            {
                Answer =
                [
                    new Rr(DnsMessage.Name("society.example"), 39, DnsMessage.Name("cdn.example")),
                    Rr.Alias("www.society.example", "www.cdn.example"),
                    new Rr(Rr.Asked, 46, new byte[24])
                ],
                Authority = [Rr.Soa("cdn.example")]
            }.To(q),
            VerdictOutcome.NotMarked, "no such record"),
        ("NODATA with the SOA of another zone",
            q => new DnsMessage { Authority = [Rr.Soa("other.example")] }.To(q),
            VerdictOutcome.Indeterminate, "a zone (SOA) that the name is not in"),
        ("NODATA with the SOA of a zone whose name ends alike",
            q => new DnsMessage { Authority = [Rr.Soa("ociety.example")] }.To(q),
            VerdictOutcome.Indeterminate, "a zone (SOA) that the name is not in"),
        ("NXDOMAIN with the SOA of another zone",
            q => new DnsMessage { Code = 3, Authority = [Rr.Soa("other.example")] }.To(q),
            VerdictOutcome.Indeterminate, "a zone (SOA) that the name is not in"),
        ("NODATA with the SOA of the root",
            q => new DnsMessage { Authority = [new Rr([0], DnsType.Soa, new byte[22])] }.To(q),
            VerdictOutcome.NotMarked, "no such record"),
        ("an alias into another zone, and the SOA of the first",
            q => new DnsMessage { Answer = [Rr.Alias("www.society.example", "www.cdn.example")], Authority = [Rr.Soa("society.example")] }
                .To(q),
            VerdictOutcome.Indeterminate, "a zone (SOA) that the name is not in"),
        ("NXDOMAIN from a server that neither resolves nor is responsible",
            q => new DnsMessage { Flags = 0x8100, Code = 3 }.To(q),
            VerdictOutcome.Indeterminate, "no resolver"),
        (
            "an alias left open, and nothing at its end",
            q => LeftOpen(q) ?? new DnsMessage().To(q),
            VerdictOutcome.NotMarked,
            "no such record"),
        ("an alias left open, and no such name at its end",
            q => LeftOpen(q) ?? new DnsMessage { Code = 3 }.To(q),
            VerdictOutcome.NotMarked, "does not exist"),
        ("an alias left open, and the emblem at its end", q => LeftOpen(q) ?? LookupScene.Good(q), VerdictOutcome.Marked, ""),
        ("an alias left open, and its end refused",
            q => LeftOpen(q) ?? new DnsMessage { Code = 5 }.To(q),
            VerdictOutcome.Indeterminate, "at www.cdn.example, to which aliases (CNAME) lead: the server refused"),
        ("an alias left open, whose end is no name that can be asked",
            q => new DnsMessage { Answer = [new Rr(Rr.Asked, DnsType.CName, [3, (byte)'a', (byte)' ', (byte)'b', 0])] }.To(q),
            VerdictOutcome.Indeterminate, "does not say what is there"),
        ("aliases left open in a circle",
            q => new DnsMessage
            {
                Answer = [new Rr(Rr.Asked, DnsType.CName, DnsMessage.Name(Asks(q, "b.example") ? "c.example" : "b.example"))]
            }.To(q),
            VerdictOutcome.Indeterminate, "more than 16 aliases"),
        ("four answers with four aliases each", q => Chain(q, 16, leftOpenAfter: 4), VerdictOutcome.Marked, ""),
        ("five answers with four aliases each", q => Chain(q, 20, leftOpenAfter: 4), VerdictOutcome.Indeterminate, "more than 16 aliases"),
        ("cut over every transport", q => new DnsMessage { Truncated = true }.To(q), VerdictOutcome.Indeterminate, "TC"),
    ];

    /// <summary>Each over every way.</summary>
    public static TheoryData<string, Way> Cases
    {
        get
        {
            var cases = new TheoryData<string, Way>();
            foreach ((string what, _, _, _) in All)
            {
                foreach (Way way in Enum.GetValues<Way>())
                {
                    cases.Add(what, way);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_EachAnswer_IsWhatItIsAndSaysWhy(string what, Way way)
    {
        (_, Func<byte[], byte[]> answer, VerdictOutcome expected, string says) = All.Single(c => c.What == what);
        await using var scene = new LookupScene(way, (q, _) => answer(q), LookupScene.AnswerComes);
        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        string said = LookupScene.Said(verdict);
        Assert.True(expected == verdict.Outcome, $"{what}, {way}: {said}");
        Assert.True(said.Contains(says, StringComparison.Ordinal), $"{what}, {way}: {said}");
    }

    /// <summary>A server that never accepts EDNS is told so once for each question, whatever the number of rounds.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.Tls)]
    [InlineData(Way.DnsClient)]
    public async Task Check_EdnsRefusedForGood_IsDroppedOnceForAQuestion(Way way)
    {
        int with = 0;
        await using var scene = new LookupScene(
            way,
            (q, _) =>
            {
                Interlocked.Add(ref with, DnsMessage.HasEdns(q) ? 1 : 0);
                return new DnsMessage { Code = 1 }.To(q);
            },
            LookupScene.AnswerComes);
        Assert.Equal(LookupOutcome.Malformed, (await scene.Lookup.LookUpAsync(Published.Host, 16)).Outcome);
        Assert.Equal(1, with);
    }

    /// <summary>An error may come without the question; that there is no such name may not, because the question is what a forger does not
    /// know.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.ScanUdp)]
    [InlineData(Way.DnsClient)]
    public async Task Check_NoSuchNameWithoutTheQuestion_IsNoAnswer(Way way)
    {
        await using var scene = new LookupScene(way, (q, _) => DnsMessage.HeaderOnly(q, 3), Short);
        Assert.Equal(VerdictOutcome.Indeterminate, (await LookupScene.CheckAsync(scene.Lookup)).Outcome);
    }

    /// <summary>Fewer records may be announced than were sent: the message is named as faulty, since a part of a set is never
    /// used.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.Tcp)]
    [InlineData(Way.Https)]
    [InlineData(Way.ScanUdp)]
    [InlineData(Way.ScanTls)]
    public async Task Check_OctetsAfterTheLastRecord_AreNamed(Way way)
    {
        await using var scene = new LookupScene(
            way,
            (q, _) => new DnsMessage { Tail = [1, 2, 3] }.To(q),
            LookupScene.IsUdp(way) ? TimeSpan.FromSeconds(2) : LookupScene.AnswerComes);
        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        Assert.Contains("3 octets follow the last record", LookupScene.Said(verdict), StringComparison.Ordinal);
    }

    /// <summary>What cannot be read over UDP may have been altered or forged there, and is whole over TCP.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.ScanUdp)]
    public async Task Check_OctetsAfterTheLastRecordOverUdpOnly_TcpIsAsked(Way way)
    {
        await using var scene = new LookupScene(
            way, (q, udp) => udp ? [.. LookupScene.Good(q), 0] : LookupScene.Good(q), TimeSpan.FromSeconds(2));
        Assert.Equal(VerdictOutcome.Marked, (await LookupScene.CheckAsync(scene.Lookup)).Outcome);
    }

    /// <summary>TC on every answer over UDP, and TCP refused.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.ScanUdp)]
    public async Task Check_TooLargeForUdpAndNoTcp_CouldNotFindOut(Way way)
    {
        using var server = new LoopbackServer((q, _) => new DnsMessage { Truncated = true }.To(q), Speaks.Udp);
        await using var exchange = new DnsExchange(LookupScene.Options(way, LookupScene.AnswerComes, server.Server));
        Verdict verdict = await LookupScene.CheckAsync(exchange);
        Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        Assert.Contains(
            "too large for UDP (TC), and over TCP: the server could not be reached", LookupScene.Said(verdict), StringComparison.Ordinal);
    }

    /// <summary>The message of the report, byte for byte but for its id, through DnsClient: its numbers are signed there.</summary>
    [Theory]
    [InlineData(Way.DnsClient)]
    [InlineData(Way.Tcp)]
    public async Task LookUp_ClassOfTheReport_IsMalformed(Way way)
    {
        byte[] reported = Convert.FromHexString(
            "1234818000010001000000000377777707736F6369657479076578616D706C65000010" + "0001C00C0001BB010000012C000401020304");
        await using var scene = new LookupScene(way, (q, _) => [q[0], q[1], .. reported[2..]], LookupScene.AnswerComes);
        LookupAnswer answer = await scene.Lookup.LookUpAsync(Published.Host, DnsType.Txt);
        Assert.False(answer.IsAnswer && answer.Data.Count > 0, answer.Outcome.ToString());
    }

    /// <summary>Whatever bytes a server sends: DnsClient throws exceptions of many kinds, and none comes through.</summary>
    [Fact]
    public async Task LookUp_AnyBytesThroughDnsClient_AreAnOutcome()
    {
        var random = new Random(17);
        await using var scene = new LookupScene(
            Way.DnsClient,
            (q, _) =>
            {
                byte[] message = LookupScene.Good(q);
                for (int n = random.Next(1, 8); n > 0; n--)
                {
                    message[random.Next(2, message.Length)] = (byte)random.Next(256);
                }

                return message[..random.Next(2, message.Length + 1)];
            },
            Short);
        for (int i = 0; i < 300; i++)
        {
            LookupAnswer answer = await scene.Lookup.LookUpAsync(Published.Host, DnsType.DefaultIhle);
            Assert.True(answer.IsAnswer || answer.Data.Count == 0);
        }
    }

    /// <summary>An alias and not a word of its end; null for a question about the end.</summary>
    private static byte[]? LeftOpen(byte[] query) =>
        Asks(query, "www.society.example")
            ? new DnsMessage { Answer = [Rr.Alias("www.society.example", "www.cdn.example")] }.To(query)
            : null;

    private static bool Asks(byte[] query, string name) => DnsWire.ReadQuestion(query)!.Value.Name == name;

    /// <summary>An emblem behind so many aliases; the last name is the owner. One answer gives so many of them and no more.</summary>
    private static byte[] Chain(byte[] query, int aliases, int leftOpenAfter = int.MaxValue)
    {
        static string Link(int i) => i == 0 ? "www.society.example" : $"a{i}.example";
        int from = Enumerable.Range(0, aliases + 1).Single(i => Asks(query, Link(i)));
        int to = (int)Math.Min((long)from + leftOpenAfter, aliases);
        byte[] end = DnsMessage.Name(Link(to));
        return new DnsMessage
        {
            Answer =
            [
                .. Enumerable.Range(from, to - from).Select(i => Rr.Alias(Link(i), Link(i + 1))),
                .. DnsMessage.IsIhle(query) && to == aliases ? LookupScene.Emblem.Select(e => new Rr(end, DnsType.DefaultIhle, e)) : [],
            ],
            Authority = DnsMessage.IsIhle(query) || to < aliases ? [] : [Rr.Soa("example")],
        }.To(query);
    }
}
