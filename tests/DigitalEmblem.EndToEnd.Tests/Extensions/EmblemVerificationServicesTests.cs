using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// The door for applications, in a real host. If it fails, an application starts with a mistake in its configuration and finds it at the
/// first emblem, or gets a cache that nobody asked for.
/// </summary>
public class EmblemVerificationServicesTests
{
    [Fact]
    public async Task TwoHosts_WithOneRedis_ShareWhatOneOfThemAsked()
    {
        using RedisServer redis = await RedisServer.StartAsync();
        AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        var cache = new EmblemCacheOptions { Shared = true, Secret = Convert.ToBase64String(new byte[32]) };
        await using ServiceProvider one = Services(server.EndPoint, o => o.Cache = cache, redis),
            two = Services(server.EndPoint, o => o.Cache = cache, redis),
            alone = Services(server.EndPoint);
        Assert.Equal(VerdictOutcome.Marked, (await one.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host)).Outcome);
        await server.DisposeAsync();
        Verdict shared = await two.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host);
        Assert.Equal(VerdictOutcome.Marked, shared.Outcome);
        Assert.All(
            shared.Sources, s => Assert.StartsWith("from the shared cache, 0 s old", Assert.Single(s.Attempts), StringComparison.Ordinal));
        Assert.Equal(VerdictOutcome.Indeterminate, (await alone.GetRequiredService<EmblemChecker>().CheckAsync(Published.Host)).Outcome);
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
            (o => o.Cache = new EmblemCacheOptions { Shared = true }, "secret"),
            (o => o.Cache = new EmblemCacheOptions { Shared = true, Secret = Convert.ToBase64String(new byte[31]) }, "secret"),
            (
                o => o.Cache = new EmblemCacheOptions { Shared = true, Secret = Convert.ToBase64String(new byte[32]) },
                "needs a distributed cache"),
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
            ["Emblem:Policy:Authorities:0"] = "https://ministry.example",
            ["Emblem:Policy:RequiredLevel"] = "endorsed",
            ["Emblem:Policy:RequiredPurposes:0"] = "protective",
            ["Emblem:Policy:AssetScope:0"] = "*.society.example",
            ["Emblem:Policy:MaximumLifetime"] = "7.00:00:00",
            ["Emblem:Verifier:Limits:MaxTokens"] = "7",
            ["Emblem:Verifier:Commitments:StrictNames"] = "true",
            ["Emblem:Cache:MaxAge"] = "00:01:00",
            ["Emblem:Cache:Shared"] = "true",
            ["Emblem:Cache:Secret"] = Convert.ToBase64String(new byte[32]),
        });
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"), o => o.AskAll = true);
        using IHost host = builder.Build();
        await host.StartAsync();
        EmblemVerificationOptions options = host.Services.GetRequiredService<IOptions<EmblemVerificationOptions>>().Value;
        Assert.Equal(
            (TimeSpan.FromMinutes(1), true, 32), (options.Cache!.MaxAge, options.Cache.Shared, options.Cache.SecretBytes()!.Length));
        Assert.Equal(DnsTransport.Tls, options.Dns()!.Servers.Single().Transport);
        Assert.Equal("https://ministry.example", Assert.Single(options.Policy.Authorities).ToString());
        Assert.Equal(
            (SecurityLevel.Endorsed, Purposes.Protective, TimeSpan.FromDays(7)),
            (options.Policy.RequiredLevel, options.Policy.RequiredPurposes, options.Policy.MaximumLifetime));
        Assert.Equal(
            (1, 7, true, true),
            (options.Policy.AssetScope.Count, options.Verifier.Limits.MaxTokens, options.Verifier.Commitments.StrictNames, options.AskAll));
        Assert.Equal(
            (SecurityLevel.Organizational, 128, false),
            (TrustPolicy.Default.RequiredLevel, TokenLimits.Default.MaxTokens, CommitmentRules.Default.StrictNames));
        Assert.NotNull(host.Services.GetRequiredService<EmblemChecker>());
        await host.StopAsync();
    }

    [Theory]
    [InlineData("did you mean Emblem:Policy:Authorities?", "Policy:Authoritys:0", "https://ministry.example")]
    [InlineData("Emblem:Policy:Authorities is a list", "Policy:Authorities", "https://ministry.example")]
    [InlineData("is not an organization identifier", "Policy:Authorities:0", "ministry.example")]
    [InlineData("is no value of a list", "Policy:Authorities:0:Organization", "https://ministry.example")]
    [InlineData("is one of Signed, Organizational, Endorsed", "Policy:RequiredLevel", "Invalid")]
    [InlineData("is one of Signed, Organizational, Endorsed", "Policy:RequiredLevel", "5")]
    [InlineData("is a length of time", "Policy:MaximumLifetime", "7")]
    [InlineData("is a length of time", "Policy:MaximumLifetime", "24:00:00")]
    [InlineData("is true or false", "AskAll", "yes")]
    [InlineData("is a number", "Policy:Endorsers", "-1")]
    [InlineData("is a section", "Policy", "strict")]
    [InlineData("is one value", "AskAll:Really", "true")]
    [InlineData("Emblem:Evidence is a section", "Evidence", "AssumeCommittedUnsafe")]
    [InlineData("is given in code", "Trust", "None")]
    [InlineData("did you mean Emblem:TlsServers?", "TlsServer:0", "192.0.2.53#dns.example")]
    public async Task Configuration_WithWhatIsNotTaken_StopsTheStart(string says, string name, string value)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Emblem:Servers:0"] = "127.0.0.1", [$"Emblem:{name}"] = value });
        builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"));
        using IHost host = builder.Build();
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A list that is null was passed over, and a section whose name is mistyped was taken for one that says nothing.</summary>
    [Fact]
    public void Configuration_WithNothingWhereSettingsAreMeant_StopsTheStart()
    {
        IConfiguration json = new ConfigurationBuilder()
            .AddJsonStream(
                new MemoryStream("""{"Emblem":{"Servers":["127.0.0.1"],"Policy":{"Authorities":null,"AssetScope":{}}}}"""u8.ToArray()))
            .Build();
        string Faults(string section) =>
            Assert.Throws<OptionsValidationException>(
                () => EmblemVerificationSettings.Read(json.GetSection(section), new EmblemVerificationOptions())).Message;
        Assert.Contains("Emblem:Policy:Authorities is a list", Faults("Emblem"), StringComparison.Ordinal);
        Assert.Contains("Emblem:Policy:AssetScope is a list", Faults("Emblem"), StringComparison.Ordinal);
        Assert.Contains("There is no section Emblm with settings", Faults("Emblm"), StringComparison.Ordinal);

        IConfiguration empty = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream("""{"Emblem":{"Servers":["127.0.0.1"],"HttpsServers":[]}}"""u8.ToArray())).Build();
        EmblemVerificationSettings.Read(empty.GetSection("Emblem"), new EmblemVerificationOptions());
    }

    /// <summary>Each member of the options, found in the types themselves, is a setting or is said to be given in code.</summary>
    [Fact]
    public void Configuration_EachMemberOfTheOptions_IsKnown()
    {
        foreach ((string path, Type type) in ((string, Type)[])[
            ("", typeof(EmblemVerificationOptions)),
            ("Policy:", typeof(TrustPolicy)),
            ("Verifier:", typeof(VerifierOptions)),
            ("Verifier:Commitments:", typeof(CommitmentRules)),
            ("Verifier:Limits:", typeof(TokenLimits)),
            ("Cache:", typeof(EmblemCacheOptions))])
        {
            foreach (string name in type.GetProperties().Where(p => !p.GetMethod!.IsStatic).Select(p => p.Name))
            {
                IConfiguration configuration = new ConfigurationBuilder()
                    .AddInMemoryCollection(new Dictionary<string, string?> { [$"Emblem:{path}{name}"] = "x" }).Build();
                try
                {
                    EmblemVerificationSettings.Read(configuration.GetSection("Emblem"), new EmblemVerificationOptions());
                }
                catch (OptionsValidationException e)
                {
                    Assert.DoesNotContain("There is no setting", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Services_WithoutACache_HoldNoneAndNothingOfRedis()
    {
        var services = new ServiceCollection();
        services.AddEmblemVerification(o => o.Servers.Add("127.0.0.1"));
        Assert.DoesNotContain(services, s => s.ServiceType.FullName!.Contains("Caching", StringComparison.Ordinal)
            || s.ServiceType.FullName.Contains("Redis", StringComparison.Ordinal)
            || s.ServiceType == typeof(HttpClient));
    }

    /// <summary>A library of the host's may add a checker too: its authorities and its level would become those of the host's.</summary>
    [Fact]
    public void Services_WithTwoCheckersOfOneName_AreRefused()
    {
        var services = new ServiceCollection();
        services.AddEmblemVerification(o => o.Servers.Add("127.0.0.1"));
        services.AddEmblemVerification("strict", o => o.Servers.Add("127.0.0.1"));
        services.AddEmblemVerification("mild", o => o.Servers.Add("127.0.0.1"));
        Assert.Throws<InvalidOperationException>(() => services.AddEmblemVerification(o => o.Policy = TrustPolicy.Default));
        Assert.Contains(
            "\"strict\"",
            Assert.Throws<InvalidOperationException>(() => services.AddEmblemVerification("strict", o => o.AskAll = true)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>What is read once must not be read and checked anew, only because the limits are an object of their own.</summary>
    [Fact]
    public async Task Checker_OfTheContainer_KeepsTokensInTheCacheThatItIsGiven()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        var kept = new VerificationCache();
        await using ServiceProvider services = Services(server.EndPoint, o => o.Verifier = o.Verifier with { Cache = kept });
        await services.GetRequiredService<IEmblemChecker>().CheckAsync(Published.Host);
        Assert.True(kept.Bytes > 0, "Nothing was kept.");
    }

    /// <summary>An empty list of authorities asks for none in particular, which is the opposite of what it looks like.</summary>
    [Theory]
    [InlineData("Policy", "Authorities")]
    [InlineData("Policy", "TrustedKeys")]
    [InlineData("Evidence", "Roots")]
    public void Configuration_WithAnEmptyListOfWhatIsTrusted_StopsTheStart(string section, string name)
    {
        string json = """{"Emblem":{"Servers":["127.0.0.1"],"SECTION":{"NAME":[]}}}"""
            .Replace("SECTION", section, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal);
        IConfiguration configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
        Assert.Contains(
            $"Emblem:{section}:{name} is empty, which would mean any",
            Assert.Throws<OptionsValidationException>(
                () => EmblemVerificationSettings.Read(configuration.GetSection("Emblem"), new EmblemVerificationOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_OverTrustThatWasGivenInCode_StopsTheStart()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream("""{"Emblem":{"Servers":["127.0.0.1"],"Evidence":{"AskLogs":true}}}"""u8.ToArray())).Build();
        Assert.Contains(
            "was given in code already",
            Assert.Throws<OptionsValidationException>(() => EmblemVerificationSettings.Read(
                configuration.GetSection("Emblem"), new EmblemVerificationOptions { Trust = new TransparencyTrust() })).Message,
            StringComparison.Ordinal);
    }

    private static ServiceProvider Services(IPEndPoint server, Action<EmblemVerificationOptions>? more = null, RedisServer? redis = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        if (redis is not null)
        {
            services.AddSingleton(redis.Cache());
        }

        services.AddEmblemVerification(o =>
        {
            o.Servers.Add(server.ToString());
            o.Evidence = HeldEvidence.AssumeCommittedUnsafe;
            more?.Invoke(o);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }
}
