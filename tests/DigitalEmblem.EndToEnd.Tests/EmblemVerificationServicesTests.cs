using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.Testing;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>The door for applications, in a real host. If it fails, an application starts with a mistake in its configuration and finds it at the first emblem, or gets a cache that nobody asked for.</summary>
public class EmblemVerificationServicesTests
{
    [Fact]
    public async Task TwoHosts_WithOneRedis_ShareWhatOneOfThemAsked()
    {
        using RedisServer redis = await RedisServer.StartAsync();
        AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        var cache = new EmblemCacheOptions { Redis = redis.Configuration, Secret = Convert.ToBase64String(new byte[32]) };
        await using ServiceProvider one = Services(server.EndPoint, o => o.Cache = cache), two = Services(server.EndPoint, o => o.Cache = cache), alone = Services(server.EndPoint);
        Assert.Equal(Outcome.Marked, (await one.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host)).Outcome);
        await server.DisposeAsync();
        Verdict shared = await two.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host);
        Assert.Equal(Outcome.Marked, shared.Outcome);
        Assert.All(shared.Sources, s => Assert.StartsWith("from the shared cache, 0 s old", Assert.Single(s.Attempts), StringComparison.Ordinal));
        Assert.Equal(Outcome.Indeterminate, (await alone.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host)).Outcome);
    }

    [Fact]
    public async Task Host_WithAMistake_DoesNotStartAndSaysWhich()
    {
        (Action<EmblemVerificationOptions> Mistake, string Says)[] all =
        [
            (o => o.Servers.Clear(), "nowhere to look"),
            (o => o.Servers.Add("dns.example"), "no server's address"),
            (o => o.Policy = new TrustPolicy { Endorsers = -1 }, "endorsers"),
            (o => o.Verifier = new VerifierOptions { ClockSkew = TimeSpan.FromDays(2) }, "clock skew"),
            (o => o.Held = CommitmentMaterial.Of([]), "only with Trust"),
            (o => o.Cache = new EmblemCacheOptions { Redis = "127.0.0.1" }, "secret"),
            (o => o.Cache = new EmblemCacheOptions { Redis = "127.0.0.1", Secret = Convert.ToBase64String(new byte[31]) }, "secret"),
            (o => o.Cache = new EmblemCacheOptions { MaxNegativeAge = TimeSpan.FromHours(1) }, "no longer than records"),
        ];
        foreach ((Action<EmblemVerificationOptions> mistake, string says) in all)
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddEmblemVerification(o => o.Servers.Add("127.0.0.1"));
            builder.Services.Configure(mistake);
            using IHost host = builder.Build();
            OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
            Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_FromConfiguration_AreTakenOver()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Emblem:TlsServers:0"] = "192.0.2.53#dns.example",
            ["Emblem:TrustAuthenticData"] = "true",
            ["Emblem:Cache:MaxAge"] = "00:01:00",
            ["Emblem:Cache:Redis"] = "192.0.2.1:6379",
            ["Emblem:Cache:Secret"] = Convert.ToBase64String(new byte[32]),
        });
        builder.Services.AddEmblemVerification(o => builder.Configuration.GetSection("Emblem").Bind(o));
        using IHost host = builder.Build();
        await host.StartAsync();
        EmblemVerificationOptions options = host.Services.GetRequiredService<IOptions<EmblemVerificationOptions>>().Value;
        Assert.Equal((TimeSpan.FromMinutes(1), "192.0.2.1:6379", 32), (options.Cache!.MaxAge, options.Cache.Redis, options.Cache.SecretBytes()!.Length));
        Assert.Equal(DnsTransport.Tls, options.Dns()!.Servers.Single().Transport);
        Assert.NotNull(host.Services.GetRequiredService<EmblemChecker>());
        await host.StopAsync();
    }

    [Fact]
    public void Services_WithoutACache_HoldNoneAndNothingOfRedis()
    {
        var services = new ServiceCollection();
        services.AddEmblemVerification(o => o.Servers.Add("127.0.0.1"));
        Assert.DoesNotContain(services, s => s.ServiceType.FullName!.Contains("Caching", StringComparison.Ordinal) || s.ServiceType.FullName.Contains("Redis", StringComparison.Ordinal) || s.ServiceType == typeof(HttpClient));
        int before = services.Count;
        services.AddEmblemVerification(o => o.AskAll = true);
        Assert.Single(services, s => s.ServiceType == typeof(EmblemChecker));
        Assert.True(services.Count - before <= 2, "A second call adds its options and no second checker.");
    }

    private static ServiceProvider Services(IPEndPoint server, Action<EmblemVerificationOptions>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        services.AddEmblemVerification(o =>
        {
            o.Servers.Add(server.ToString());
            o.Evidence = Evidence.AssumeCommitted;
            more?.Invoke(o);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }
}
