using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;
using static DigitalEmblem.EndToEnd.Tests.Issuer.ServiceCalls;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// The alert rules and the dashboard for operators, in a real Prometheus that scrapes a service which issues and publishes. When these
/// fail, an operator relies on an alert that can never be told, or looks at a panel that stays empty.
/// </summary>
public sealed partial class OperatorFilesTests(UpdatableServer bind) : IClassFixture<UpdatableServer>, IDisposable
{
    private const string Asset = "www.society.example";

    private static readonly string Files = Path.Combine(Repository.Root, "packaging", "operators");

    private static readonly string Rules = Path.Combine(Files, "emblem-issuer.rules.yml");

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-operators-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("check", "emblem-issuer.rules.yml")]
    [InlineData("test", "emblem-issuer.rules.test.yml")]
    public void Rules_AreTakenByPrometheusOwnTool(string act, string file)
    {
        (int code, string output, string error) = BuiltProgram.Run(["promtool", act, "rules", Path.Combine(Files, file)]);

        Assert.True(code == 0, output + error);
    }

    [Fact]
    public async Task Expressions_EachHasASeries_WhileAServiceWorks()
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        string logList = In("log_list.json");
        await File.WriteAllBytesAsync(logList, log.LogList);
        await File.WriteAllBytesAsync(In("roots.pem"), log.RootPem);
        using var service = new IssuerProcess(In("society"), new Dictionary<string, object>
        {
            ["Transparency"] = new { LogList = logList, Roots = In("roots.pem") },
            ["Publishing"] = new
            {
                Resolver = bind.EndPoint.ToString(),
                TsigKeys = new Dictionary<string, string> { ["zone"] = bind.KeyFile },
            },
        });
        await service.StartAsync();
        using PrometheusServer prometheus = await PrometheusServer.StartAsync(_folder, await ConfigurationAsync(service.Metrics));
        await PublishAsync(service, log);

        JsonArray rules = await prometheus.RulesAsync();
        string test = await File.ReadAllTextAsync(Path.Combine(Files, "emblem-issuer.rules.test.yml"));
        Assert.All(rules, r =>
        {
            string words = Text(r!["annotations"]!["description"]), name = Text(r["name"]);
            Assert.True(
                words.Contains("Likely cause: ", StringComparison.Ordinal) && words.Contains("Next step: ", StringComparison.Ordinal)
                    && Text(r["annotations"]!["summary"]).Length > 0,
                $"{name} does not say what is wrong, the likely cause, or the next step.");
            Assert.True(Regex.Count(test, $@"alertname: {name}\b") >= 2, $"{name} has no test of when it is told, and when it is not.");
        });

        string dashboard = await File.ReadAllTextAsync(Path.Combine(Files, "emblem-issuer.dashboard.json"));
        string[] expressions = [.. rules.Select(r => Text(r!["query"])), .. Named(JsonNode.Parse(dashboard)!, "expr")];
        Assert.True(expressions.Length > 20, $"Only {expressions.Length} expressions were found.");
        Assert.All(expressions, e => Assert.DoesNotMatch(@"\b(issuer_\w+|up)\b(?!\{job=""emblem-issuer"")", e));
        // A rule that is quiet has no series: without the comparisons it has. Each selector by itself: one of two joined by 'or' is enough.
        string[] asked =
            [.. expressions.SelectMany(e => Selector().Matches(e).Select(m => m.Value).Append(Comparison().Replace(e, ""))).Distinct()];
        Assert.Empty(await EmptyAsync(prometheus, asked));
        await TellAsync(prometheus, asked);
        JsonArray loaded = await prometheus.RulesAsync();
        Assert.All(loaded, r => Assert.Equal("ok", Text(r!["health"])));

        using var http = new HttpClient();
        string figures = await http.GetStringAsync(new Uri($"http://{service.Metrics}/metrics"));
        Assert.DoesNotContain("society", figures, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the page for operators has them write into the configuration of Prometheus, for this service.</summary>
    private static async Task<string> ConfigurationAsync(string metrics)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Files, "README.md"));
        string written = Yaml().Match(page).Groups[1].Value;
        Assert.Contains("127.0.0.1:8634", written, StringComparison.Ordinal);
        Assert.Contains("/etc/prometheus/emblem-issuer.rules.yml", written, StringComparison.Ordinal);
        return written.Replace("127.0.0.1:8634", metrics, StringComparison.Ordinal)
            .Replace("/etc/prometheus/emblem-issuer.rules.yml", Rules, StringComparison.Ordinal);
    }

    /// <summary>A society with one host that is marked in the DNS, and withdrawn again.</summary>
    private async Task PublishAsync(IssuerProcess service, CertifyingLog log)
    {
        string ida = service.Access("ida", "Administrator");
        using var society = new ServiceCalls(service, ida);
        using var olga = new ServiceCalls(service, await service.AccessAsync(ida, "olga", "Officer"));
        await society.PutAsync(
            "organization", "organization", new { identifier = "https://society.example", name = "Society", roles = new[] { "Issuer" } });
        await society.NewRootAsync(log);
        string key = Text((await society.PostAsync("keys", new { use = "Emblem", custody = "File", algorithm = "ES256" }))["id"]);
        await society.PostAsync($"keys/{key}/endorse", new { purposes = new[] { "protective" } });
        await society.PostAsync("targets", new
        {
            kind = "DnsUpdate",
            zone = UpdatableServer.Zone,
            server = bind.EndPoint.ToString(),
            tsigKey = "zone",
            ttlSeconds = 30,
        });
        string asset = Text((await olga.PostAsync("assets", new { name = Asset, purposes = new[] { "protective" } }))["id"]);
        object ids = new { ids = new[] { asset } };
        await olga.PostAsync("assets/declare", ids);
        await olga.PostAsync($"assets/{asset}/control?publish=true");
        await olga.PostAsync("assets/mark", ids);
        await SeenAsync(true);
        await olga.PostAsync("assets/withdraw", ids);
        await SeenAsync(false);

        Task SeenAsync(bool wanted) => olga.UntilAsync(
            $"assets/{asset}/publication", p => Text(p["state"]) == "Seen" && p["wanted"]!.GetValue<bool>() == wanted);
    }

    /// <summary>Leaves for people how many series each expression has.</summary>
    private static async Task TellAsync(PrometheusServer prometheus, string[] expressions)
    {
        var lines = new List<string>();
        foreach (string expression in expressions)
        {
            lines.Add($"{await prometheus.CountAsync(expression)}  {expression}");
        }

        await File.WriteAllLinesAsync(Path.Combine(Repository.Root, "artifacts", "prometheus-answers.txt"), lines);
    }

    /// <summary>Those that have no series after a while. A rate needs two scrapes.</summary>
    private static async Task<string[]> EmptyAsync(PrometheusServer prometheus, string[] expressions)
    {
        List<string> empty = [.. expressions];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            foreach (string expression in empty.ToArray())
            {
                if (await prometheus.CountAsync(expression) > 0)
                {
                    empty.Remove(expression);
                }
            }

            if (empty.Count == 0 || patience.IsCancellationRequested)
            {
                return [.. empty];
            }

            await Task.Delay(500);
        }
    }

    /// <summary>All texts of this name, wherever they stand.</summary>
    private static IEnumerable<string> Named(JsonNode? node, string name) => node switch
    {
        JsonObject all => all.SelectMany(p => p.Key == name ? [Text(p.Value)] : Named(p.Value, name)),
        JsonArray all => all.SelectMany(n => Named(n, name)),
        _ => [],
    };

    private string In(string name) => Path.Combine(_folder, name);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"\s(==|!=|>=|<=|>|<)\s[0-9.]+")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"[a-z_]+\{[^}]*\}")]
    private static partial Regex Selector();
}
