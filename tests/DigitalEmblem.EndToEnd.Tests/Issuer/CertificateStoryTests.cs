using System.Text.Json.Nodes;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;
using Xunit.Abstractions;
using static DigitalEmblem.EndToEnd.Tests.Issuer.ServiceCalls;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// From nothing to Marked by programs: two services, PowerDNS by its HTTP API, Pebble through lego, and a log that the certificate is
/// submitted to; people only approve at the ministry. Then the timer's program renews the certificate. When this fails, an organization
/// without a person at hand loses its emblem when its certificate ends.
/// </summary>
public sealed class CertificateStoryTests(PowerDnsServer dns, ITestOutputHelper output) : IClassFixture<PowerDnsServer>, IDisposable
{
    private const string Asset = "clinic.society.example", Authority = "https://ministry.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-certificate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FromNothing_ToMarked_AndTheTimerRenewsTheCertificate()
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        using Pebble pebble = await Pebble.StartAsync(dns.EndPoint);
        using var servers = new NameServers();
        NameServers.Resolver resolver = await servers.StartUnboundAsync((PowerDnsServer.Zone, dns.Port, null));
        await File.WriteAllBytesAsync(In("log_list.json"), log.LogList);
        await File.WriteAllTextAsync(
            In("roots.pem"), System.Text.Encoding.ASCII.GetString(log.RootPem) + "\n" + await pebble.IssuingRootAsync());
        var transparency = new { LogList = In("log_list.json"), Roots = In("roots.pem"), Submit = true };
        using var ministryService = new IssuerProcess(
            In("ministry"), new() { ["Transparency"] = transparency, ["Access"] = new { ApproverWait = "00:00:00" } });
        using var societyService = new IssuerProcess(In("society"), new()
        {
            ["Transparency"] = transparency,
            ["Publishing"] = new
            {
                Resolver = $"127.0.0.1:{resolver.Port}",
                PowerDns = new Dictionary<string, object> { ["provider"] = new { dns.Url, Key = new { File = dns.KeyFile } } },
            },
        });
        await Task.WhenAll(ministryService.StartAsync(), societyService.StartAsync());
        string adam = ministryService.Access("adam", "Administrator"), ida = societyService.Access("ida", "Administrator");
        using var ministry = new ServiceCalls(ministryService, adam);
        using var society = new ServiceCalls(societyService, ida);
        using var anna = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "anna", "Approver"));
        using var ben = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "ben", "Approver"));
        using var clerk = new ServiceCalls(ministryService, await ministryService.AccessAsync(adam, "otto", "Officer"));
        using var olga = new ServiceCalls(societyService, await societyService.AccessAsync(ida, "olga", "Officer"));
        await ministry.PutAsync(
            "organization", "organization", new { identifier = Authority, name = "Ministry", roles = new[] { "Authority" } });
        await ministry.NewRootAsync(log);

        // The society: keys and zone, and then the program of the timer, which gets the certificate.
        await society.PutAsync(
            "organization", "organization", new { identifier = "https://society.example", name = "Society", roles = new[] { "Issuer" } });
        string root = Text((await society.PostAsync("keys", new { use = "Root", custody = "File", algorithm = "ES384" }))["id"]);
        string key = Text((await society.PostAsync("keys", new { use = "Emblem", custody = "File", algorithm = "Ed25519" }))["id"]);
        await society.PostAsync("targets", new
        {
            kind = "PowerDns",
            zone = PowerDnsServer.Zone,
            server = $"{dns.EndPoint}",
            provider = "provider",
            ttlSeconds = 30,
        });
        Renew(35);
        Assert.Equal("Active", Text((await society.GetAsync($"keys/{root}"))["state"]));
        await society.PostAsync($"keys/{key}/endorse", new { purposes = new[] { "protective" } });

        // The request travels, two approve, the answer travels back.
        await society.PostAsync(
            "requests", new { authority = Authority, purposes = new[] { "protective" }, days = 90, contact = "it@society.example" });
        string request = Text((await society.GetAsync("requests"))["items"]!.AsArray()[^1]!["id"]);
        string application = Text((await clerk.PostFileAsync("applications", await society.FileAsync($"requests/{request}/file")))["id"]);
        foreach (ServiceCalls approver in new[] { anna, ben })
        {
            await approver.PostAsync($"applications/{application}/approve", new { purposes = new[] { "protective" }, days = 90 });
        }

        await anna.PostAsync($"applications/{application}/endorse");
        await society.PostAsync("endorsements", await clerk.GetAsync($"applications/{application}/endorsement"));

        string asset = Text((await olga.PostAsync("assets", new { name = Asset, purposes = new[] { "protective" } }))["id"]);
        await olga.PostAsync("assets/declare", new { ids = new[] { asset } });
        await olga.PostAsync($"assets/{asset}/control?publish=true");
        await olga.PostAsync("assets/mark", new { ids = new[] { asset } });
        await SeenAsync();
        const string Marked = "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example";
        Assert.Contains(Marked, Check(), StringComparison.Ordinal);

        // A day on which the certificate is due.
        string before = Text((await olga.GetAsync($"assets/{asset}"))["emblemId"]);
        string first = await LogAsync();
        Renew(10_000);
        string second = await LogAsync();
        Assert.NotEqual(first, second);
        await society.UntilAsync($"assets/{asset}", a => Text(a["emblemId"]) != before);
        await SeenAsync();
        Assert.Contains(Marked, Check(), StringComparison.Ordinal);
        // A day on which it is not, and nothing changes.
        Renew(35);
        Assert.Equal(second, await LogAsync());

        // What the program did is told, and that a log was seen to show what was submitted to it.
        JsonNode told = await society.GetAsync($"certificates/{root}");
        Assert.Equal("Bound", Text(told["state"]));
        Assert.NotNull(told["lastChallenge"]);
        Assert.NotNull(told["lastImport"]);
        Assert.Equal(["InUse", "Replaced"], told["certificates"]!.AsArray().Select(c => Text(c!["state"])));
        Assert.All(told["certificates"]!.AsArray(), c => Assert.NotNull(c!["seenAt"]));

        async Task<string> LogAsync() => (await society.GetAsync($"keys/{root}/commitment"))["log"]!.ToJsonString();

        Task SeenAsync() => olga.UntilAsync(
            $"assets/{asset}/publication", p => Text(p["state"]) == "Seen" && p["wanted"]!.GetValue<bool>());

        string Check()
        {
            (int code, string told, string error) = BuiltProgram.Run([
                .. BuiltCommand.Line(), "check", Asset, "--server", $"127.0.0.1:{resolver.Port}", "--online",
                "--log-list", In("log_list.json"), "--ca", In("roots.pem"), "--trust-authority", Authority]);
            Assert.True(code == 0, $"{code}\n{told}\n{error}");
            output.WriteLine(told);
            return told;
        }

        // As the unit starts it.
        void Renew(int days)
        {
            string issuer = In("issuer");
            File.WriteAllText(
                issuer,
                $"#!/bin/sh\nexec '{BuiltProgram.Dotnet}' '{BuiltProgram.Assembly("DigitalEmblem.Issuer", "issuer.dll")}' \"$@\"\n");
            File.SetUnixFileMode(issuer, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(In("certificate"));
            (int code, string told, string error) = BuiltProgram.Run(
                [Path.Combine(Repository.Root, "packaging", "operators", "renew-certificate")],
                new Dictionary<string, string>
                {
                    ["ISSUER"] = issuer,
                    ["ISSUER_CONFIG"] = societyService.Settings,
                    ["STATE_DIRECTORY"] = In("certificate"),
                    ["EMAIL"] = "emblems@society.example",
                    ["SERVER"] = pebble.Directory,
                    ["LEGO_CA_CERTIFICATES"] = pebble.Roots,
                    ["LEGO_OPTIONS"] = $"--dns.disable-cp --dns.resolvers {dns.EndPoint}",
                    ["EXEC_POLLING_INTERVAL"] = "1",
                    ["RENEW_DAYS"] = $"{days}",
                });
            Assert.True(code == 0, $"{code}\n{told}\n{error}");
            output.WriteLine(told);
        }
    }

    private string In(string name) => Path.Combine(_folder, name);
}
