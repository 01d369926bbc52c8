using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;
using Xunit.Abstractions;
using static DigitalEmblem.EndToEnd.Tests.Issuer.ServiceCalls;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// What a society lives through in some years, in a minute: two services in processes of their own, two name servers (BIND), Unbound, and a
/// log. A host is marked by IHLE and by TXT; the certificate is renewed, the root key rolled, a key suspended, a compromise practised; the
/// emblem is withdrawn, and someone sends a recorded update again. When this fails, one of these ordinary days takes the host's protection
/// away, or leaves it behind.
/// </summary>
public sealed class StoryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Asset = "www.society.example", Authority = "https://ministry.example";

    private readonly UpdatableServer _first = new(), _second = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-story-").FullName;

    public async Task InitializeAsync()
    {
        await _first.InitializeAsync();
        await _second.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task SomeYears_AreMarkedAtEachMoment_AndTheWithdrawalIsTheEnd()
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        using var relay = new RecordingRelay(_first.EndPoint);
        using var servers = new NameServers();
        NameServers.Resolver resolver = await servers.StartUnboundAsync((UpdatableServer.Zone, _first.Port, null));
        File.WriteAllBytes(In("log_list.json"), log.LogList);
        File.WriteAllBytes(In("roots.pem"), log.RootPem);
        var settings = new Dictionary<string, object>
        {
            ["Transparency"] = new { LogList = In("log_list.json"), Roots = In("roots.pem") },
            ["Publishing"] = new
            {
                Resolver = $"127.0.0.1:{resolver.Port}",
                TsigKeys = new Dictionary<string, string> { ["first"] = _first.KeyFile, ["second"] = _second.KeyFile },
            },
        };
        // Approvers act here within a minute of getting their access; the rule is tested in Issuer.Tests.
        using var ministryService = new IssuerProcess(
            In("ministry"), new Dictionary<string, object>(settings) { ["Access"] = new { ApproverWait = "00:00:00" } });
        using var societyService = new IssuerProcess(In("society"), settings);
        await ministryService.StartAsync();
        await societyService.StartAsync();
        string adam = ministryService.Access("adam", "Administrator"), ida = societyService.Access("ida", "Administrator");
        using var ministry = new ServiceCalls(ministryService, adam);
        using var society = new ServiceCalls(societyService, ida);
        using var anna = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "anna", "Approver"));
        using var ben = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "ben", "Approver"));
        using var clerk = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "otto", "Officer"));
        using var olga = new ServiceCalls(societyService, await societyService.AccessAsync(ida, "olga", "Officer"));

        // Both organizations, their root keys, the emblem key, and the ministry's endorsement.
        await ministry.PutAsync(
            "organization", "organization", new { identifier = Authority, name = "Ministry", roles = new[] { "Authority" } });
        await ministry.NewRootAsync(log);
        await society.PutAsync(
            "organization", "organization", new { identifier = "https://society.example", name = "Society", roles = new[] { "Issuer" } });
        string root = await society.NewRootAsync(log);
        string key = Text((await society.PostAsync("keys", new { use = "Emblem", custody = "File", algorithm = "ES256" }))["id"]);
        await EndorseAsync();
        await AskAsync(null);

        // A zone at two servers, in both profiles, and a host in it.
        await TargetAsync(relay.EndPoint, "first");
        await TargetAsync(_second.EndPoint, "second");
        string asset = Text((await olga.PostAsync("assets", new { name = Asset, purposes = new[] { "protective" } }))["id"]);
        await olga.PostAsync("assets/declare", Ids());
        await olga.PostAsync($"assets/{asset}/control?publish=true");
        await olga.PostAsync("assets/mark", Ids());
        await SeenAsync(wanted: true);
        Assert.Contains(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example",
            Check(0),
            StringComparison.Ordinal);

        await using (var observer = Observer.Of(Asset, _first.EndPoint, _second.EndPoint))
        {
            await society.CertifyAsync(root, log);
            await RenewedAsync(EndorseAsync);
            output.WriteLine($"certificate renewed: {observer.Looks} looks");

            string next = await society.NewRootAsync(log);
            await AskAsync(next);
            await RenewedAsync(() => society.PostAsync($"keys/{next}/roll"));
            Assert.Contains("endorsed by https://ministry.example", Check(0), StringComparison.Ordinal);
            output.WriteLine($"root key rolled: {observer.Looks} looks");

            await olga.PostAsync($"keys/{key}/suspend", new { reason = "a laptop is missing" });
            string before = await EmblemAsync();
            await olga.PostAsync("assets/renew", Ids());
            await society.UntilAsync("alerts", a => a.ToJsonString().Contains("KeySuspended", StringComparison.Ordinal));
            Assert.Equal(before, await EmblemAsync());
            await RenewedAsync(() => society.PostAsync($"keys/{key}/resume", new { reason = "it was found" }));
            output.WriteLine($"suspended and resumed: {observer.Looks} looks");

            Assert.Contains("It ended as it should", IssuerProcess.Drill(), StringComparison.Ordinal);

            await olga.PostAsync("assets/renew", Ids());
            output.WriteLine($"drilled: {observer.Looks} looks, {observer.Faults.Count} of them not Marked");
            Assert.Empty(observer.Faults);
        }

        // Withdrawn from both servers, and put back by who recorded the first update.
        await olga.PostAsync("assets/withdraw", Ids());
        await SeenAsync(wanted: false);
        Assert.Empty(Content(_first).Concat(Content(_second)));
        Assert.Equal(0, await relay.SendAgainAsync(relay.Updates.First(u => u.Length > 1000)));
        Assert.NotEmpty(Content(_first));
        await society.UntilAsync("alerts", a => a.ToJsonString().Contains("WithdrawnIsThere", StringComparison.Ordinal));
        await SeenAsync(wanted: false);
        Assert.Empty(Content(_first));
        Assert.Contains("Not marked.", Check(1), StringComparison.Ordinal);
        Assert.All(
            [ministryService, societyService],
            s => Assert.Contains("The journal is as it was written", s.Run("journal", "verify"), StringComparison.Ordinal));

        object Ids() => new { ids = new[] { asset } };

        Task EndorseAsync() => society.PostAsync($"keys/{key}/endorse", new { purposes = new[] { "protective" } });

        async Task AskAsync(string? keyId)
        {
            await society.PostAsync(
                "requests",
                new { authority = Authority, purposes = new[] { "protective" }, days = 90, contact = "it@society.example", keyId });
            string request = Text((await society.GetAsync("requests"))["items"]!.AsArray()[^1]!["id"]);
            byte[] file = await society.FileAsync($"requests/{request}/file");
            string application = Text((await clerk.PostFileAsync("applications", file))["id"]);
            foreach (ServiceCalls approver in new[] { anna, ben })
            {
                await approver.PostAsync($"applications/{application}/approve", new { purposes = new[] { "protective" }, days = 90 });
            }

            await anna.PostAsync($"applications/{application}/endorse");
            await society.PostAsync("endorsements", await clerk.GetAsync($"applications/{application}/endorsement"));
        }

        async Task TargetAsync(IPEndPoint server, string tsigKey)
        {
            string id = Text((await society.PostAsync(
                "targets",
                new { kind = "DnsUpdate", zone = UpdatableServer.Zone, server = server.ToString(), tsigKey, ttlSeconds = 30 }))["id"]);
            await society.PutAsync($"targets/{id}/profiles", $"targets/{id}", new { profiles = "Both" });
        }

        async Task<string> EmblemAsync() => Text((await olga.GetAsync($"assets/{asset}"))["emblemId"]);

        async Task RenewedAsync(Func<Task> act)
        {
            string before = await EmblemAsync();
            await act();
            await society.UntilAsync($"assets/{asset}", a => Text(a["emblemId"]) != before);
            await SeenAsync(wanted: true);
        }

        Task SeenAsync(bool wanted) => olga.UntilAsync(
            $"assets/{asset}/publication", p => Text(p["state"]) == "Seen" && p["wanted"]!.GetValue<bool>() == wanted);

        string Check(int expected)
        {
            (int code, string told, string error) = BuiltProgram.Run([
                .. BuiltCommand.Line(), "check", Asset, "--server", $"127.0.0.1:{resolver.Port}", "--online",
                "--log-list", In("log_list.json"), "--ca", In("roots.pem"), "--trust-authority", Authority]);
            Assert.True(code == expected, $"{code}\n{told}\n{error}");
            output.WriteLine(told);
            return told;
        }
    }

    private static string[] Content(UpdatableServer server) => server.Content(UpdatableServer.Zone, DomainName.Parse(Asset));

    private string In(string name) => Path.Combine(_folder, name);
}
