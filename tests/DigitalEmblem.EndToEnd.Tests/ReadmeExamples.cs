using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.Testing;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>
/// The code of the READMEs that looks names up and publishes, compiled and run. If it fails, the first thing a developer tries does not
/// work. A test reads each piece in these sources (DocumentationTests).
/// </summary>
public sealed class ReadmeExamples(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Checking_AsInTheReadme_GivesAVerdict()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        server.Publish(Published.Records(SignatureAlgorithm.ES256, DateTimeOffset.UtcNow));
        EmblemVerifier verifier = new();
        TrustPolicy policy = TrustPolicy.Default;
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;
        Assert.Equal(DnsTransport.Tls, OverTls()[0].Transport);
        DnsServer[] servers = [DnsServer.At(server.EndPoint)];

        await using var dns = new DnsExchange(new DnsExchangeOptions { Servers = servers });
        var checker = new EmblemChecker([new DnsEmblemSource(dns)], verifier, policy, evidence, TimeProvider.System);
        Verdict verdict = await checker.CheckAsync(DomainName.Parse("www.society.example"));

        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
    }

    [Fact]
    public async Task Keeping_AsInTheReadme_GivesAChecker()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("emblem-");
        string path = Path.Combine(folder.FullName, "commitments.db");
        TransparencyTrust trust = new();
        LogClient? logs = null;
        var source = new FakeEmblemSource();
        EmblemVerifier verifier = new();
        TrustPolicy policy = TrustPolicy.Default;
        source.Publish(DomainName.Parse("www.society.example"));

        using CommitmentStore store = CommitmentStore.Open(path);
        var evidence = new CommitmentGatherer { Trust = trust, Logs = logs, Store = store, Remember = true };
        var checker = new EmblemChecker([source], verifier, policy, evidence, TimeProvider.System);

        Assert.NotEqual(VerdictOutcome.Marked, (await checker.CheckAsync(DomainName.Parse("www.society.example"))).Outcome);
    }

    [Fact]
    public async Task Publishing_AsInTheReadme_IsDone()
    {
        byte[] bundle = new SampleEmblem().ToBundle(DomainName.Parse("www.society.example"));
        (IPEndPoint server, TsigKey key) = (bind.EndPoint, bind.KeyOf(TsigAlgorithm.HmacSha256));

        var records = PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse("www.society.example"));
        DnsUpdate update = new DnsUpdate(DomainName.Parse("society.example")).Replace(records);
        using var client = new DnsUpdateClient(server, key);
        DnsUpdateResult result = await client.SendAsync(update);

        Assert.Equal(DnsUpdateOutcome.Done, result.Outcome);
    }

    [Fact]
    public async Task Testing_AsInTheReadme_GivesTheVerdict()
    {
        var checker = new FakeEmblemChecker();
        checker.Set(DomainName.Parse("www.society.example"), Verdicts.Marked(DomainName.Parse("www.society.example")));

        Assert.Equal(VerdictOutcome.Marked, (await checker.CheckAsync(DomainName.Parse("www.society.example"))).Outcome);
    }

    [Fact]
    public async Task Container_AsInTheReadme_GivesAChecker()
    {
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var services = new ServiceCollection();

        // or any IDistributedCache
        services.AddStackExchangeRedisCache(
            redis => redis.Configuration = "cache.example:6379,abortConnect=false,connectTimeout=1000,asyncTimeout=1000");
        services.AddEmblemVerification(options => // an EmblemChecker for those who ask the container for one; a mistake stops the start
        {
            options.TlsServers.Add("192.0.2.53#dns.example");
            options.Evidence = evidence;
            options.Cache = new EmblemCacheOptions { Shared = true, Secret = secret }; // without Shared: kept in this process only
        });

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Emblem:TlsServers:0"] = "192.0.2.53#dns.example",
            ["Emblem:Policy:RequiredLevel"] = "Endorsed",
            ["Emblem:Policy:Authorities:0"] = "https://ministry.example",
        }).Build();
        await using ServiceProvider inCode = services.BuildServiceProvider();
        Assert.NotNull(inCode.GetRequiredService<EmblemChecker>());
        services = [];

        services.AddEmblemVerification(configuration.GetSection("Emblem"), options => options.Evidence = evidence);

        await using ServiceProvider configured = services.BuildServiceProvider();
        Assert.NotNull(configured.GetRequiredService<EmblemChecker>());
    }

    private static DnsServer[] OverTls()
    {
        DnsServer[] servers = [DnsServer.ParseTls("192.0.2.53#dns.example")]; // a resolver that you trust with your questions

        return servers;
    }
}
