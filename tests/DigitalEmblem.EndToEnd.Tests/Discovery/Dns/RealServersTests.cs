using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>
/// Emblems through the servers that people run. If this fails, what we print does not load, or what is published is not found.
/// </summary>
public sealed class RealServersTests : IDisposable
{
    private readonly NameServers _servers = new();

    public static TheoryData<string> Algorithms => ["ES512", "Ed25519"];

    public void Dispose() => _servers.Dispose();

    private static DnsExchange Exchange(int port, bool trust = false, bool tcp = false) => new(new DnsExchangeOptions
    {
        Servers = [DnsServer.At(new IPEndPoint(IPAddress.Loopback, port), tcp)],
        TrustAuthenticData = trust,
    });

    private static async Task<Verdict> CheckAsync(IDnsLookup lookup, string name = "www.society.example", TrustPolicy? policy = null) =>
        await new EmblemChecker(
            [new DnsEmblemSource(lookup)],
            new EmblemVerifier(),
            policy ?? TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            new Stopped())
            .CheckAsync(DomainName.Parse(name));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Nsd_ZoneTextThatWePrinted_LoadsAndIsMarkedByBothLookUps(string algorithm)
    {
        PublishedRecords records = Published.Records(SignatureAlgorithm.Parse(algorithm));
        Assert.Equal(algorithm == "ES512" ? AnswerFit.Tcp : AnswerFit.Udp, records.Fit);
        _servers.Write("zone", Zone.File(Published.Apex, records.ToZone()));
        int port = await _servers.StartNsdAsync((Published.Apex, "zone"));

        await using DnsExchange exchange = Exchange(port);
        Verdict verdict = await CheckAsync(exchange);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Equal(6, verdict.Sources.Single(s => s.Source == "IHLE").Records.Count);
        Verdict other = await CheckAsync(LookupClientExchange.ForServers([new IPEndPoint(IPAddress.Loopback, port)]));
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (other.Outcome, other.Level));

        // dig reads the very bytes that we wrote.
        string dug = ServerProcess.Run(
            "dig", _servers.Folder, "", "@127.0.0.1", "-p", $"{port}", "TYPE65297", "www.society.example", "+short")
            .Replace(" ", "", StringComparison.Ordinal);
        Assert.All(
            records.ToValues().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            r => Assert.Contains(r.Replace(" ", "", StringComparison.Ordinal), dug, StringComparison.Ordinal));
        Assert.Equal(records.AnswerBytes, AnswerSize(port));
    }

    [Fact]
    public async Task Nsd_NamesWithoutAnEmblem_AreNotMarkedAndSayHowThatIsKnown()
    {
        _servers.Write("zone", Zone.File(Published.Apex, Published.Records(SignatureAlgorithm.Ed25519).ToZone()));
        int port = await _servers.StartNsdAsync((Published.Apex, "zone"));
        await using DnsExchange exchange = Exchange(port);
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([new IPEndPoint(IPAddress.Loopback, port)])])
        {
            Verdict none = await CheckAsync(lookup, "plain.society.example"), missing = await CheckAsync(lookup, "missing.society.example");
            Assert.Equal((VerdictOutcome.NotMarked, VerdictOutcome.NotMarked), (none.Outcome, missing.Outcome));
            Assert.All(
                none.Sources,
                s => Assert.Equal((SourceOutcome.Absent, "the name has no such record", false), (s.Outcome, s.Detail, s.Authenticated)));
            Assert.All(missing.Sources, s => Assert.Equal((SourceOutcome.Absent, "the name does not exist"), (s.Outcome, s.Detail)));

            // An alias leads to the emblem, but what counts is the name asked.
            Verdict alias = await CheckAsync(lookup, "alias.society.example");
            Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Endorsed), (alias.Outcome, alias.Level));

            // A name outside its zones the server refuses: it has not said that there is nothing.
            Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(lookup, "www.other.example")).Outcome);
        }
    }

    [Fact]
    public async Task Nsd_Stopped_IsCouldNotFindOutAndNotNo()
    {
        _servers.Write("zone", Zone.File(Published.Apex, Published.Records(SignatureAlgorithm.Ed25519).ToZone()));
        int port = await _servers.StartNsdAsync((Published.Apex, "zone"));
        await using DnsExchange exchange = Exchange(port);
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(exchange)).Outcome);
        _servers.StopLast();
        Verdict verdict = await CheckAsync(exchange);
        Assert.Equal(
            (VerdictOutcome.Indeterminate, SecurityLevel.Unknown, SecurityLevel.Endorsed),
            (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.SourceUnavailable);
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(
            LookupClientExchange.ForServers([new IPEndPoint(IPAddress.Loopback, port)], TimeSpan.FromMilliseconds(500)))).Outcome);
    }

    [Fact]
    public async Task Bind_UpdatedByNsupdateWithOurScript_IsMarkedAndAfterRemovalIsNot()
    {
        _servers.Write("zone", Zone.File(Published.Apex, ""));
        (int port, string key) = await _servers.StartBindAsync(Published.Apex, _servers.PathOf("zone"));
        await using DnsExchange exchange = Exchange(port);
        Assert.Equal(VerdictOutcome.NotMarked, (await CheckAsync(exchange)).Outcome);

        string server = $"server 127.0.0.1 {port}\nzone {Published.Apex}\n";
        ServerProcess.Run("nsupdate", _servers.Folder, server + Published.Records(SignatureAlgorithm.ES256).ToNsupdate(), "-k", key);
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(exchange)).Outcome);

        // Replaced in one step: never two sets at once.
        ServerProcess.Run("nsupdate", _servers.Folder, server + Published.Records(SignatureAlgorithm.ES512).ToNsupdate(), "-k", key);
        Verdict replaced = await CheckAsync(exchange);
        Assert.Equal((VerdictOutcome.Marked, 3), (replaced.Outcome, replaced.Tokens.Count));

        ServerProcess.Run("nsupdate", _servers.Folder, $"{server}update delete www.society.example. TYPE65297\nsend\n", "-k", key);
        Assert.Equal(VerdictOutcome.NotMarked, (await CheckAsync(exchange)).Outcome);
    }

    [Fact]
    public async Task Unbound_OverASignedZone_ProvesPresenceAndAbsenceAndRefusesWhatIsBogus()
    {
        _servers.Write("zone", Zone.File(Published.Apex, Published.Records(SignatureAlgorithm.ES512).ToZone()));
        string anchor = Zone.Sign(_servers.Folder, Published.Apex, "zone");
        _servers.Write("bogus", Zone.File("bogus.example", "www.bogus.example. IN A 192.0.2.1"));
        Zone.Sign(_servers.Folder, "bogus.example", "bogus");
        int nsd = await _servers.StartNsdAsync((Published.Apex, "zone.signed"), ("bogus.example", "bogus.signed"));
        // The anchor of the bogus zone is another zone's key.
        string wrong = anchor.Replace(Published.Apex, "bogus.example", StringComparison.Ordinal);
        NameServers.Resolver unbound = await _servers.StartUnboundAsync((Published.Apex, nsd, anchor), ("bogus.example", nsd, wrong));
        LookupClientExchange client = LookupClientExchange.ForServers(
            [new IPEndPoint(IPAddress.Loopback, unbound.Port)], trustAuthenticData: true);

        foreach (IDnsLookup lookup in Lookups(unbound, trust: true).Cast<IDnsLookup>().Append(client))
        {
            Verdict verdict = await CheckAsync(lookup);
            Assert.Equal((VerdictOutcome.Marked, true), (verdict.Outcome, verdict.Sources[0].Authenticated));

            var strict = new TrustPolicy { AuthenticatedAbsence = true };
            Verdict absent = await CheckAsync(lookup, "missing.society.example", strict);
            Assert.Equal(VerdictOutcome.NotMarked, absent.Outcome);
            Assert.Contains("DNSSEC proves it", absent.ToString(), StringComparison.Ordinal);

            Verdict bogus = await CheckAsync(lookup, "www.bogus.example");
            Assert.Equal(VerdictOutcome.Indeterminate, bogus.Outcome);
            Assert.Contains("SERVFAIL", bogus.Sources[0].Detail, StringComparison.Ordinal);
        }

        // The same answers from a resolver that nobody said is trusted prove nothing.
        await using DnsExchange untrusted = Exchange(unbound.Port);
        Assert.False((await CheckAsync(untrusted)).Sources[0].Authenticated);
        Assert.Equal(
            VerdictOutcome.Indeterminate,
            (await CheckAsync(untrusted, "missing.society.example", new TrustPolicy { AuthenticatedAbsence = true })).Outcome);
    }

    [Fact]
    public async Task Unbound_OverTlsAndHttps_OnlyWithACertificateThatHolds()
    {
        _servers.Write("zone", Zone.File(Published.Apex, Published.Records(SignatureAlgorithm.ES512).ToZone()));
        int nsd = await _servers.StartNsdAsync((Published.Apex, "zone"));
        NameServers.Resolver unbound = await _servers.StartUnboundAsync((Published.Apex, nsd, null));
        foreach (DnsExchange lookup in Lookups(unbound, trust: false))
        {
            Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(lookup)).Outcome);
            await lookup.DisposeAsync();
        }

        DnsServer[] refused =
        [
            DnsServer.ParseTls($"127.0.0.1:{unbound.TlsPort}#another.example"),
            DnsServer.ParseHttps($"https://127.0.0.1:{unbound.HttpsPort}/dns-query"),
        ];
        foreach (DnsServer server in refused)
        {
            await using var wrongName = new DnsExchange(new DnsExchangeOptions { Servers = [server], Roots = [unbound.Root] });
            Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(wrongName)).Outcome);
        }

        await using var unknownRoot = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.ParseTls($"127.0.0.1:{unbound.TlsPort}#resolver.example")] });
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(unknownRoot)).Outcome);
    }

    [Fact]
    public async Task TimeToLive_OfAnAnswerThroughAnAlias_IsTheShortestOfBoth()
    {
        _servers.Write("zone", Zone.File("society.example", "www 5 IN CNAME host.society.example.\nhost 60 IN TXT \"x\""));
        int port = await _servers.StartNsdAsync(("society.example", "zone"));
        await using DnsExchange exchange = Exchange(port);
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([new IPEndPoint(IPAddress.Loopback, port)])])
        {
            LookupAnswer alias = await lookup.LookUpAsync(DomainName.Parse("www.society.example"), 16),
                host = await lookup.LookUpAsync(DomainName.Parse("host.society.example"), 16);
            Assert.Equal((5, 60), (alias.TimeToLive!.Value.TotalSeconds, host.TimeToLive!.Value.TotalSeconds));
        }
    }

    [Fact]
    public async Task ReverseName_OfAnAddress_SuggestsItsNamesThroughBothLookUps()
    {
        _servers.Write("zone", Zone.File("2.0.192.in-addr.arpa", "1 IN PTR www.society.example.\n1 IN PTR mail.society.example."));
        int port = await _servers.StartNsdAsync(("2.0.192.in-addr.arpa", "zone"));
        await using DnsExchange exchange = Exchange(port);
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([new IPEndPoint(IPAddress.Loopback, port)])])
        {
            LookupAnswer names = await ReverseName.SuggestAsync(IPAddress.Parse("192.0.2.1"), lookup),
                none = await ReverseName.SuggestAsync(IPAddress.Parse("192.0.2.2"), lookup);
            Assert.Equal(["mail.society.example", "www.society.example"], names.Names.Order());
            Assert.Equal((LookupOutcome.NameNotFound, 0), (none.Outcome, none.Names.Count));
        }

        Assert.Equal(
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            ReverseName.Of(IPAddress.Parse("2001:db8::1")).ToString());
    }

    [CorpusFact]
    public async Task Deployed_TxtRecordsUnderTheirName_AreEndorsedButForAnAddress()
    {
        DomainName name = DomainName.Parse("emblem.felixlinker.de");
        PublishedRecords records = PublishedRecords.For(
            UnverifiedTokens.Read(await File.ReadAllBytesAsync(Corpora.PathOf("deployed/emblem.felixlinker.de.txt"))), name);
        _servers.Write("zone", Zone.File("felixlinker.de", records.ToZone()));
        int port = await _servers.StartNsdAsync(("felixlinker.de", "zone"));
        await using DnsExchange exchange = Exchange(port);
        Verdict verdict = await new EmblemChecker(
            [new DnsEmblemSource(exchange)],
            new EmblemVerifier(),
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            new Stopped(new DateTimeOffset(2026, 6, 17, 0, 10, 0, TimeSpan.Zero)))
            .CheckAsync(name);
        Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.AssetNotMarked);
    }

    private static IEnumerable<DnsExchange> Lookups(NameServers.Resolver unbound, bool trust)
    {
        DnsServer[] servers =
        [
            DnsServer.Parse($"127.0.0.1:{unbound.Port}"),
            DnsServer.At(new IPEndPoint(IPAddress.Loopback, unbound.Port), tcpOnly: true),
            DnsServer.ParseTls($"127.0.0.1:{unbound.TlsPort}#resolver.example"),
            DnsServer.ParseHttps($"https://localhost:{unbound.HttpsPort}/dns-query"),
        ];
        return servers.Select(
            s => new DnsExchange(new DnsExchangeOptions { Servers = [s], TrustAuthenticData = trust, Roots = [unbound.Root] }));
    }

    private int AnswerSize(int port)
    {
        string output = ServerProcess.Run(
            "dig", _servers.Folder, "", "@127.0.0.1", "-p", $"{port}", "TYPE65297", "www.society.example", "+tcp", "+nocookie");
        string line = output.Split('\n').Single(l => l.Contains("MSG SIZE", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf(' ') + 1)..]);
    }

    private sealed class Stopped(DateTimeOffset? at = null) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at ?? TestTokens.Now;
    }
}
