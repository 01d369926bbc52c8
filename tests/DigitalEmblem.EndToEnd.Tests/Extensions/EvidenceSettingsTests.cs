using System.Net;
using DigitalEmblem.EndToEnd.Tests.Cli.Commitments;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// A host that is configured whole in appsettings.json, with files. If it fails, an operator has to write code to say what is known of
/// commitments, or a host runs with a file that it could not read.
/// </summary>
public sealed class EvidenceSettingsTests : IAsyncLifetime
{
    private const string Marked = "www.society.example";

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
    private CommittedSociety _society = null!;
    private Action<IServiceCollection> _services = _ => { };
    private Action<EmblemVerificationOptions> _options = _ => { };

    public async Task InitializeAsync()
    {
        _society = await CommittedSociety.StartAsync(LogKind.Static);
        UnverifiedTokens bundle = UnverifiedTokens.Read(File.ReadAllBytes(_society.Command.PathOf("bundle")));
        _server.Publish(PublishedRecords.For(bundle, DomainName.Parse(Marked)));
    }

    public async Task DisposeAsync()
    {
        await _society.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Host_WithFilesOnly_ProvesACommitmentAndAsksNoLog()
    {
        Verdict verdict = await CheckAsync(
            ("Evidence:Chains:0", "fullchain.pem"), ("Policy:TrustedKeys:0", "root.pub"), ("Verifier:Keys:0", "root.pub"));
        Assert.Equal((VerdictOutcome.Marked, true), (verdict.Outcome, verdict.Trusted));
        Assert.Empty(verdict.Assumptions);
        Assert.Empty(_society.Host.Requests);
    }

    /// <summary>What an operator checked by other means is believed, and each verdict says so.</summary>
    [Fact]
    public async Task Host_WithAStatedCommitment_TakesItAsAnAssumption()
    {
        Verdict verdict = await CheckAsync(("Evidence:Stated:0", $"{CommittedSociety.Oi}={_society.KeyId}"));
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Single(verdict.Assumptions);
        Assert.Empty(_society.Host.Requests);
    }

    /// <summary>A store that outlasts the process, such as that of DigitalEmblem.Store.</summary>
    [Fact]
    public async Task Host_WithAStore_KeepsThereWhatIsProvenAndAsksNoLogNextTime()
    {
        using var store = CommitmentStore.Open(_society.Command.PathOf("store.db"));
        _options = o => o.Store = store;
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(("Evidence:AskLogs", "true"))).Outcome);
        int asked = _society.Host.Requests.Count;
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync()).Outcome);
        Assert.Equal(asked, _society.Host.Requests.Count);
    }

    /// <summary>A busy application asked the logs at each check about a commitment that they do not have.</summary>
    [Fact]
    public async Task Host_WhereACommitmentStaysOpen_AsksLogsOnce()
    {
        await _society.Host.DisposeAsync();
        int asked = 0;
        _services = services => services.AddHttpClient(LogHttp.ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new Refusing(() => asked++));
        using IHost host = Host(("Evidence:AskLogs", "true"), ("Evidence:StaysOpen", "00:01:00"));
        await host.StartAsync();
        IEmblemChecker checker = host.Services.GetRequiredService<IEmblemChecker>();
        Assert.Equal(VerdictOutcome.Indeterminate, (await checker.CheckAsync(DomainName.Parse(Marked))).Outcome);
        int once = asked;
        Assert.True(once > 0);
        await checker.CheckAsync(DomainName.Parse(Marked));
        Assert.Equal(once, asked);
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithNothingHeld_AsksLogsOnlyIfTold()
    {
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync()).Outcome);
        Assert.Empty(_society.Host.Requests);
        Assert.Equal(
            VerdictOutcome.Marked,
            (await CheckAsync(("Evidence:AskLogs", "true"), ("Evidence:LogCacheFolder", "logs"))).Outcome);
        Assert.NotEmpty(_society.Host.Requests);
        Assert.NotEmpty(Directory.GetFiles(_society.Command.PathOf("logs"), "*", SearchOption.AllDirectories));
    }

    /// <summary>A header with the trace would tell a log which of the application's requests led to its question.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logs_WhereTracesAreOn_LearnNothingOfThem(bool factory)
    {
        using var heard = new Heard(() => this);
        _services = factory ? services => services.AddHttpClient() : _services;
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(("Evidence:AskLogs", "true"))).Outcome);
        Assert.NotEmpty(_society.Host.Requests);
        Assert.NotEmpty(heard.Spans);
        Assert.DoesNotContain(heard.Spans, s => s.Source.Name == "System.Net.Http");
        Assert.Equal(["Accept-Encoding", "Host"], _society.Host.Headers.Order(StringComparer.Ordinal));
    }

    /// <summary>An operator whose way out is a proxy, or who counts requests, changes the one client.</summary>
    [Fact]
    public async Task Logs_WhereTheHostHasAFactory_AreAskedByItsClient()
    {
        int asked = 0;
        _services = services => services.AddHttpClient(LogHttp.ClientName).AddHttpMessageHandler(() => new Counter(() => asked++));
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(("Evidence:AskLogs", "true"))).Outcome);
        Assert.Equal(_society.Host.Requests.Count, asked);
    }

    /// <summary>The client of the factory has the rules of the own one: no redirects, bounded attempts and time.</summary>
    [Fact]
    public async Task Client_OfTheHostsFactory_FollowsNoRedirectAndTriesAgain()
    {
        int asked = 0;
        await using LogHost log = await LogHost.StartAsync(path => path == "/moved"
            ? new LogResponse([], "text/plain", 302) { Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } }
            : new LogResponse([], "text/plain", ++asked < 2 ? 503 : 200));
        _services = services => services.AddHttpClient();
        using IHost host = Host();
        HttpClient client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(LogHttp.ClientName);
        Assert.Equal(new LogHttpOptions().TotalTimeout, client.Timeout);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync(new Uri(log.Url + "/moved"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(log.Url + "/busy"))).StatusCode);
        Assert.Equal(["/moved", "/busy", "/busy"], log.Requests);
    }

    [Fact]
    public async Task Host_WithARevocationList_BelievesIt()
    {
        _society.WriteRevocationList(_society.Chain);
        Assert.Equal(
            VerdictOutcome.Invalid,
            (await CheckAsync(("Evidence:Chains:0", "fullchain.pem"), ("Evidence:RevocationLists:0", "list.crl"))).Outcome);
    }

    /// <summary>Each message names the setting, the file and the reason.</summary>
    [Theory]
    [InlineData("Emblem:Evidence:LogList: ", "no-such.json' cannot be read: it is not there", "Evidence:LogList", "no-such.json")]
    [InlineData("Emblem:Evidence:LogList: ", "ca.pem' is no log list: ", "Evidence:LogList", "ca.pem")]
    [InlineData("Emblem:Evidence:Roots:0: ", "is no file of root certificates: ", "Evidence:Roots:0", "log_list.json")]
    [InlineData("Emblem:Evidence:Chains:0: ", "is no certificate chain: ", "Evidence:Chains:0", "root.pub")]
    [InlineData("Emblem:Evidence:Chains:0: ", "it is a folder", "Evidence:Chains:0", ".")]
    [InlineData("Emblem:Evidence:RevocationLists:0: ", "is no certificate revocation list: ", "Evidence:RevocationLists:0", "ca.pem")]
    [InlineData("Emblem:Policy:TrustedKeys:0: ", "is no file of public keys", "Policy:TrustedKeys:0", "ca.pem")]
    [InlineData("Emblem:Verifier:Keys:0: ", "it holds a token", "Verifier:Keys:0", "bundle")]
    [InlineData("Emblem:ServerRoots:0: ", "is no file of root certificates: ", "ServerRoots:0", "root.pub")]
    [InlineData("did you mean Emblem:Evidence:Chains?", "", "Evidence:Chain:0", "fullchain.pem")]
    [InlineData("write Emblem:Evidence:AskLogs.", "", "AskLogs", "true")]
    [InlineData("only with AskLogs", "", "Evidence:LogCacheFolder", "logs")]
    [InlineData("Emblem:Evidence:Stated:0: ", "names no key", "Evidence:Stated:0", CommittedSociety.Oi)]
    public async Task Host_WithAFileThatCannotBeUsed_DoesNotStart(string says, string andSays, string name, string value)
    {
        using IHost host = Host((name, value));
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains(andSays, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A list whose signature is not its publisher's was altered, or a half of an update.</summary>
    [Fact]
    public async Task Host_WithALogListThatIsNotItsPublishers_DoesNotStart()
    {
        _society.Command.Write("log_list.sig", [1, 2, 3]);
        _society.Command.Write("log_list.pem", File.ReadAllBytes(_society.Command.PathOf("root.pub")));
        using IHost host = Host();
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("log_list.json' is no log list: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Timeout", "00:02:00", "at most a minute")]
    [InlineData("Rounds", "0", "rounds")]
    [InlineData("MaxConcurrency", "2000", "1 to 1024")]
    [InlineData("QuestionsPerSecond", "0", "question")]
    [InlineData("IhleType", "70000", "1 to 65535")]
    public async Task Host_WithDnsOptionsOutOfRange_DoesNotStart(string name, string value, string says)
    {
        using IHost host = Host((name, value));
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DnsOptions_FromConfiguration_AreThoseOfTheExchange()
    {
        using IHost host = Host(
            ("Timeout", "00:00:05"), ("Rounds", "3"), ("MaxConcurrency", "7"), ("QuestionsPerSecond", "9"), ("ServerRoots:0", "ca.pem"));
        await host.StartAsync();
        DnsExchangeOptions dns = host.Services.GetRequiredService<IOptionsMonitor<EmblemVerificationOptions>>().CurrentValue.Dns()!;
        Assert.Equal(
            (TimeSpan.FromSeconds(5), 3, 7, (int?)9, 1),
            (dns.Timeout, dns.Rounds, dns.MaxConcurrency, dns.QuestionsPerSecond, dns.Roots!.Count));
        await host.StopAsync();
    }

    /// <summary>Of the two places where emblems stand, TXT has none here; so the number decides what is found.</summary>
    [Fact]
    public async Task IhleType_AnotherOne_IsAskedFor() => Assert.Equal(
        VerdictOutcome.NotMarked,
        (await CheckAsync(("Evidence:Chains:0", "fullchain.pem"), ("IhleType", "65300"))).Outcome);

    private async Task<Verdict> CheckAsync(params (string Name, string Value)[] settings)
    {
        using IHost host = Host(settings);
        await host.StartAsync();
        Verdict verdict = await host.Services.GetRequiredService<EmblemChecker>().CheckAsync(DomainName.Parse(Marked));
        await host.StopAsync();
        return verdict;
    }

    /// <summary>A host whose content root is the folder with the files.</summary>
    private IHost Host(params (string Name, string Value)[] settings)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = _society.Command.PathOf(".") });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Emblem:Servers:0"] = _server.EndPoint.ToString(),
            ["Emblem:Evidence:LogList"] = "log_list.json",
            ["Emblem:Evidence:Roots:0"] = "ca.pem",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Emblem:{s.Name}", (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(new SettableClock(LogScene.Now));
        builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"), o => _options(o));
        _services(builder.Services);
        return builder.Build();
    }

    /// <summary>Answers as a log that is closed.</summary>
    private sealed class Refusing(Action count) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Gone));
        }
    }

    private sealed class Counter(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
