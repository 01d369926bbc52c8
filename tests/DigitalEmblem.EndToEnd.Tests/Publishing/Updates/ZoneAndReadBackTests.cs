using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Updates;

/// <summary>
/// Where an update belongs, and what stands there afterwards. If these fail, updates go to the wrong zone, or a cache's
/// memory is taken for what is published.
/// </summary>
public sealed class ZoneAndReadBackTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task ZoneLookup_NamesInAndBelowAZone_FindItAndItsPrimary()
    {
        await using var exchange = new DnsExchange(new DnsExchangeOptions { Servers = [DnsServer.At(bind.EndPoint)], Rounds = 1 });
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([bind.EndPoint])])
        {
            // The apex, a name that exists, one that does not, one far below, and an alias.
            foreach (string name in (string[])[
                "society.example", "plain.society.example", "missing.society.example", "a.b.c.d.society.example", "alias.society.example"])
            {
                DnsZoneAnswer answer = await DnsZoneLookup.FindAsync(DomainName.Parse(name), lookup);
                Assert.Equal(
                    (SourceOutcome.Found, "society.example", "ns.society.example"),
                    (answer.Outcome, answer.Zone?.ToString(), answer.PrimaryServer?.ToString()));
                Assert.NotEmpty(answer.Attempts);
                Assert.Single(answer.Exposure);
            }

            // Outside of its zones the server refuses: not known, which is not "none".
            DnsZoneAnswer elsewhere = await DnsZoneLookup.FindAsync(DomainName.Parse("www.elsewhere.example"), lookup);
            Assert.Equal((SourceOutcome.Unavailable, null, null), (elsewhere.Outcome, elsewhere.Zone, elsewhere.PrimaryServer));
        }
    }

    [Fact]
    public async Task ZoneLookup_ServerDown_IsNotKnown()
    {
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(new IPEndPoint(IPAddress.Loopback, LoopbackPorts.Free()))], Rounds = 1 });
        Assert.Equal(SourceOutcome.Unavailable, (await DnsZoneLookup.FindAsync(Published.Host, exchange)).Outcome);
    }

    [Fact]
    public async Task ZoneLookup_NobodyHasAZone_IsNone()
    {
        var names = new List<string>();
        using var server = new HostileServer((query, _) =>
        {
            names.Add(DnsWire.ReadQuestion(query)!.Value.Name);
            return [Empty(query, code: 3)];
        });
        await using var exchange = new DnsExchange(new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)] });
        Assert.Equal(SourceOutcome.Absent, (await DnsZoneLookup.FindAsync(Published.Host, exchange)).Outcome);
        Assert.Equal(["www.society.example", "society.example", "example"], names);
    }

    /// <summary>An alias leads to the apex of another zone: that is not the zone of the alias.</summary>
    [Fact]
    public async Task ZoneLookup_AliasOfAnotherZonesApex_IsNotFollowed()
    {
        byte[] target = UpdateAnswers.Name("other.example"), soa = [0, 0, .. new byte[20]];
        using var server = new HostileServer((query, _) => DnsWire.ReadQuestion(query)!.Value.Name switch
        {
            "www.society.example" => [Answer(query, [([0xc0, 12], 5, target), (target, 6, soa)])],
            "society.example" => [Answer(query, [([0xc0, 12], 6, [.. UpdateAnswers.Name("primary.society.example"), 0, .. new byte[20]])])],
            _ => [],
        });
        await using var exchange = new DnsExchange(new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint)] });
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([server.EndPoint])])
        {
            DnsZoneAnswer answer = await DnsZoneLookup.FindAsync(Published.Host, lookup);
            Assert.Equal(
                (SourceOutcome.Found, "society.example", "primary.society.example"),
                (answer.Outcome, answer.Zone?.ToString(), answer.PrimaryServer?.ToString()));
        }
    }

    [Fact]
    public async Task ZoneLookup_SoaThatIsNone_IsNotKnownAndOneWithoutPrimaryHasNone()
    {
        using var server = new HostileServer((query, _) => [Answer(
            query,
            [([0xc0, 12], 6, DnsWire.ReadQuestion(query)!.Value.Name == "www.society.example" ? [0xc0, 200] : [0, 0, .. new byte[20]])])]);
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint, tcpOnly: true)], Rounds = 1 });
        Assert.Equal(SourceOutcome.Unavailable, (await DnsZoneLookup.FindAsync(Published.Host, exchange)).Outcome);
        DnsZoneAnswer nameless = await DnsZoneLookup.FindAsync(DomainName.Parse("society.example"), exchange);
        Assert.Equal((SourceOutcome.Found, null), (nameless.Outcome, nameless.PrimaryServer));
    }

    public static TheoryData<string> Ways => ["udp", "tcp", "bulk"];

    /// <summary>Reading back asks the server for what it holds: recursion not desired, and only an authoritative answer counts.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Authoritative_AnswerFromACache_IsNone(string way)
    {
        var desired = new List<bool>();
        bool authoritative = true;
        using var server = new HostileServer((query, _) =>
        {
            desired.Add((query[2] & 1) != 0);
            byte[] answer = Answer(query, [([0xc0, 12], 65297, [1])]);
            answer[2] = (byte)(authoritative ? 0x84 : 0x80);
            answer[3] = 0x80; // a resolver, too
            return [answer];
        });
        var options =
            new DnsExchangeOptions { Servers = [DnsServer.At(server.EndPoint, tcpOnly: way == "tcp")], Bulk = way == "bulk", Rounds = 1 };
        await using DnsExchange exchange = new(options with { Authoritative = true }), ordinary = new(options);
        Assert.Equal(LookupOutcome.Found, (await exchange.LookUpAsync(Published.Host, 65297)).Outcome);
        authoritative = false;
        Assert.Equal(LookupOutcome.Referred, (await exchange.LookUpAsync(Published.Host, 65297)).Outcome);
        Assert.DoesNotContain(true, desired);
        Assert.Equal(LookupOutcome.Found, (await ordinary.LookUpAsync(Published.Host, 65297)).Outcome);
        Assert.True(desired[^1]);
        Assert.NotEqual(exchange.Identity, ordinary.Identity);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Authoritative_OfBind_ReadsIhleAndTxtAndTheirAbsence(string way)
    {
        DomainName zone = DomainName.Parse(UpdatableServer.Zone), owner = DomainName.Parse($"read-{way}.{zone}");
        byte[] large = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i & 0xff))];
        Assert.Equal(DnsUpdateOutcome.Done, (await bind.Client().SendAsync(new DnsUpdate(zone).Replace(owner, 65297, 60, [large])
            .Replace(owner, 16, 61, [CharacterStrings.Data("adem-token=x")]))).Outcome);
        await using var exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(bind.EndPoint, tcpOnly: way == "tcp")],
            Bulk = way == "bulk",
            Authoritative = true
        });
        LookupAnswer ihle = await exchange.LookUpAsync(owner, 65297),
            txt = await exchange.LookUpAsync(owner, 16),
            none = await exchange.LookUpAsync(owner, 1),
            missing = await exchange.LookUpAsync(DomainName.Parse($"missing.{zone}"), 65297);
        Assert.Equal(large, Assert.Single(ihle.Data).ToArray());
        Assert.Equal(TimeSpan.FromSeconds(60), ihle.TimeToLive);
        Assert.Equal(CharacterStrings.Data("adem-token=x"), Assert.Single(txt.Data).ToArray());
        Assert.Equal((LookupOutcome.NoData, LookupOutcome.NameNotFound), (none.Outcome, missing.Outcome));
        Assert.Equal(LookupOutcome.Refused, (await exchange.LookUpAsync(DomainName.Parse("www.elsewhere.example"), 65297)).Outcome);
    }

    private static byte[] Empty(byte[] query, int code) => Answer(query, [], code);

    private static byte[] Answer(byte[] query, (byte[] Owner, ushort Type, byte[] Data)[] records, int code = 0)
    {
        int end = DnsWire.ReadQuestion(query)!.Value.End;
        var bytes = new List<byte>([.. query[..2], 0x84, (byte)code, 0, 1, 0, (byte)records.Length, 0, 0, 0, 0, .. query[12..end]]);
        foreach ((byte[] owner, ushort type, byte[] data) in records)
        {
            bytes.AddRange(owner);
            DnsWire.UInt16(bytes, type);
            bytes.AddRange([0, 1, 0, 0, 0, 60]);
            DnsWire.UInt16(bytes, data.Length);
            bytes.AddRange(data);
        }

        return [.. bytes];
    }
}
