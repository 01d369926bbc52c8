using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>The look-up of the README, compiled and run, but for the server: one on loopback stands in for the resolver.</summary>
public class ReadmeExamples
{
    [Fact]
    public async Task Checking_AsInTheReadme_GivesAVerdict()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        server.Publish(Published.Records(SignatureAlgorithm.ES256, DateTimeOffset.UtcNow));
        EmblemVerifier verifier = new();
        TrustPolicy policy = TrustPolicy.Default;
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;
        DnsServer[] servers = [DnsServer.At(server.EndPoint)]; // in the README: DnsServer.ParseTls("192.0.2.53#dns.example")

        await using var dns = new DnsExchange(new DnsExchangeOptions { Servers = servers });
        var checker = new EmblemChecker([new DnsEmblemSource(dns)], verifier, policy, evidence, TimeProvider.System);
        Verdict verdict = await checker.CheckAsync(DomainName.Parse("www.society.example"));

        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
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
        services.AddEmblemVerification(configuration.GetSection("Emblem"), options => options.Evidence = evidence);

        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<EmblemChecker>());
    }
}
