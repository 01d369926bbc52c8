using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The figures as Prometheus reads them. When these fail, an alert rule never fires because its figure is missing, or anyone who can reach
/// the service reads what only its operator should.
/// </summary>
[Trait("Category", "Servers")]
public sealed class MetricsTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Figures_AreAtTheirOwnAddress_AndEachIsThereBeforeItsFirstEvent()
    {
        await using var service = new ServiceProcess();
        service.Start();
        await service.ReadyAsync();

        (HttpStatusCode status, string text) = await CountedAsync(service.Metrics);
        Assert.Equal(HttpStatusCode.OK, status);
        string[] zeros =
        [
            "issuer_emblems_issued_total", "issuer_emblems_not_issued_total", "issuer_publications_seen_total.*state=\"published\"",
            "issuer_publications_seen_total.*state=\"removed\"", "issuer_publications_failed_total",
            "issuer_names_due.*work=\"renewal\"", "issuer_names_due.*work=\"publication\"", "issuer_names_due.*work=\"removal\"",
            "issuer_names_due.*work=\"byHand\"", "issuer_due_age_seconds.*work=\"removal\"", "issuer_cannot_sign",
            "issuer_alerts_raised_total.*kind=\"NotRenewed\"", "issuer_alerts_cleared_total.*kind=\"NotRenewed\"",
            "issuer_alerts_open.*kind=\"NotRenewed\"",
        ];
        Assert.All(zeros, z => Assert.Matches($"(?m)^{z}.* 0( [0-9]+)?$", text));
        string[] loops =
        [
            "issuing", "publishing", "withdrawing", "errands", "lookingAgain", "watching", "telling", "sending", "tidying", "keeping",
            "denials", "uses", "waiting", "counting",
        ];
        Assert.Equal(
            loops.Order(),
            Regex.Matches(text, "(?m)^issuer_rounds_failed_total.*work=\"([A-Za-z]+)\".* 0( [0-9]+)?$")
                .Select(m => m.Groups[1].Value).Order());
        Assert.All(loops, l => Assert.Matches($"(?m)^issuer_round_last_seconds.*work=\"{l}\".* [0-9.]{{10,}}", text));
        Assert.Matches("(?m)^issuer_start_time_seconds.* [0-9.]{10,}", text);
        // A change was made at the start, of milliseconds.
        Assert.Matches("(?m)^issuer_change_duration_seconds_bucket.*le=\"0.0025\"", text);

        foreach (string other in new[] { "/", "/metrics/x", "/health/live", "/api/v1/status", "/.well-known/adem", "/sign-in" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(service.Metrics, other)).Status);
        }

        foreach (int port in new[] { service.Api, service.Public, service.Web })
        {
            (status, text) = await GetAsync(port, "/metrics");
            Assert.NotEqual(HttpStatusCode.OK, status);
            Assert.DoesNotContain("issuer_emblems", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Figures_AfterWork_NameNobody()
    {
        using var folder = new TemporaryFolder();
        await using WebApplication app = await ServiceAsync(folder);
        Uri[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(a => new Uri(a))];
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.Publishing.PublishAsync("one.metrics.society.example", "two.metrics.society.example");
        await bind.Client().SendAsync(new DnsUpdate(DomainName.Parse(UpdatableServer.Zone))
            .Delete(DomainName.Parse("one.metrics.society.example"), (ushort)DnsEmblemSource.DefaultIhleType));
        await scene.RoundAsync();
        // Names that a caller puts into a path, a method, a header and a host.
        foreach (Uri address in addresses)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod("SOCIETY"), new Uri(address, "/api/v1/assets/www.society.example?name=www.society.example"));
            request.Headers.Host = "www.society.example";
            request.Headers.Add("Authorization", "Bearer society-secret");
            request.Headers.Add("User-Agent", "society.example");
            using HttpResponseMessage answer = await Http.SendAsync(request);
        }

        string text = await Http.GetStringAsync(new Uri(addresses[^1], "/metrics"));

        // Other tests of this process issue too.
        Match issued = Regex.Match(text, @"(?m)^issuer_emblems_issued_total(?:\{.*\})? ([0-9]+)");
        Assert.True(int.Parse(issued.Groups[1].Value, CultureInfo.InvariantCulture) >= 2, text);
        Assert.Matches("(?m)^issuer_alerts_raised_total.*kind=\"Missing\".* [1-9]", text);
        Assert.Matches("(?m)^http_server_request_duration_seconds_count", text);
        Assert.DoesNotContain("society", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.FullPath, text, StringComparison.Ordinal);
        // As a value: the name of a machine may be a word of the figures, such as "server".
        Assert.DoesNotContain($"=\"{Environment.MachineName}\"", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("192.0.2.1:8634", "which others can reach")]
    [InlineData("0.0.0.0:8634", "which others can reach")]
    [InlineData("[::]:8634", "which others can reach")]
    [InlineData("localhost", "is an address with a port")]
    [InlineData("127.0.0.1:8630", "need different ports")]
    public void AddressOfFigures_ThatIsNoneOfThisMachineAlone_IsRefused(string metrics, string why) =>
        Assert.Contains(why, Assert.Single(new ListenOptions { Metrics = metrics }.Validate()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:8634")]
    [InlineData("[::1]:8634")]
    public void AddressOfFigures_OfThisMachineAlone_OrNone_IsTaken(string metrics) =>
        Assert.Empty(new ListenOptions { Metrics = metrics }.Validate());

    private static async Task<WebApplication> ServiceAsync(TemporaryFolder folder)
    {
        string secret = folder.Write("secret", "a secret of the tests, long enough\n");
        var options = new IssuerOptions
        {
            Database = { Connection = folder.PathOf("issuer.db") },
            Listen = { Api = "127.0.0.1:0", Public = "127.0.0.1:0", Web = "127.0.0.1:0", Metrics = "127.0.0.1:0" },
            Custody = { Files = new() { Directory = folder.PathOf("keys"), Passphrase = new() { File = secret } } },
            Transparency = { LogList = folder.Write("logs.json", """{"version":"1.0","operators":[]}""") },
            Web = { Secret = new() { File = secret } },
        };
        await new IssuerContexts(options.Database).MigrateAsync(default);
        WebApplication app = IssuerHost.Build(
            options,
            new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "None")]).Build());
        await app.StartAsync();
        return app;
    }

    /// <summary>The figures, once those are there that are counted in the database, beside the first rounds of other work.</summary>
    private static async Task<(HttpStatusCode Status, string Text)> CountedAsync(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            (HttpStatusCode Status, string Text) answer = await GetAsync(port, "/metrics");
            if (answer.Text.Contains("issuer_alerts_open", StringComparison.Ordinal) || patience.IsCancellationRequested)
            {
                return answer;
            }

            await Task.Delay(100);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(int port, string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
