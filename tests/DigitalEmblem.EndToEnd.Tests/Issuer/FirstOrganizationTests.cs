using System.Text.RegularExpressions;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// The page for a first organization: all of its lines, in their order, out of the page itself. When this fails, an organization that does
/// as the page says gets no emblem.
/// </summary>
public sealed partial class FirstOrganizationTests(UpdatableServer bind) : IClassFixture<UpdatableServer>, IDisposable
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "first-organization.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-first-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Page_FromNothing_LeadsToAnEmblemThatTheCommandSees()
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        await File.WriteAllBytesAsync(In("list-of-logs.json"), log.LogList);
        await File.WriteAllBytesAsync(In("roots.pem"), log.RootPem);
        using var servers = new NameServers();
        NameServers.Resolver resolver = await servers.StartUnboundAsync((UpdatableServer.Zone, bind.Port, null));
        string text = await File.ReadAllTextAsync(Page);
        string script = string.Concat(Blocks().Matches(text).Select(m => m.Groups[1].Value));
        int api = LoopbackPorts.Free(), open = LoopbackPorts.Free();
        var here = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["NAME_SERVER"] = bind.EndPoint.ToString(),
            ["TSIG_FILE"] = bind.KeyFile,
            ["TSIG_NAME"] = "zone",
            ["ISSUER"] = $"{BuiltProgram.Dotnet} {BuiltProgram.Assembly("DigitalEmblem.Issuer", "issuer.dll")}",
            ["EMBLEM"] = string.Join(' ', BuiltCommand.Line()),
            ["LOG_LIST_URL"] = new Uri(In("list-of-logs.json")).AbsoluteUri,
            ["API"] = $"http://127.0.0.1:{api}",
            ["HEALTH"] = $"http://127.0.0.1:{open}/health/ready",
            ["CERTIFY"] = $"curl -sSf --data-binary @request.pem -o fullchain.pem {log.Url}/certify",
            ["CHECK"] = $"--server 127.0.0.1:{resolver.Port} --ca {In("roots.pem")}",
            ["ISSUER__Listen__Api"] = $"127.0.0.1:{api}",
            ["ISSUER__Listen__Public"] = $"127.0.0.1:{open}",
            ["ISSUER__Listen__Web"] = $"127.0.0.1:{LoopbackPorts.Free()}",
            ["ISSUER__Listen__Metrics"] = $"127.0.0.1:{LoopbackPorts.Free()}",
            ["ISSUER__Publishing__Resolver"] = $"127.0.0.1:{resolver.Port}",
            ["ISSUER__Transparency__Roots"] = In("roots.pem"),
        };
        // What the person who runs the tests has set of the page's own variables must not count.
        foreach (string name in Values().Matches(text).Select(m => m.Groups[1].Value).Where(n => !here.ContainsKey(n)).ToList())
        {
            here[name] = "";
        }

        here["ISSUER_CONFIG"] = "";
        // The page tells of each variable that the test sets, but single settings by their kind.
        Assert.All(here.Keys, n => Assert.Contains(
            n.StartsWith("ISSUER__", StringComparison.Ordinal) ? "ISSUER__" : n, text, StringComparison.Ordinal));

        // What the page starts is ended with the test, also when a line of it fails.
        (int code, string output, string error) = BuiltProgram.Run(
            ["bash", "-c", $"cd \"$HOME\"; set -euo pipefail; trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT\n{script}"], here);

        string written = In("emblem-issuer/issuer.log");
        Assert.True(code == 0, $"{code}\n{output}\n{error}\n{(File.Exists(written) ? await File.ReadAllTextAsync(written) : "")}");
        Assert.Contains("Marked. Protective emblem of https://society.example", output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Seen\"", output, StringComparison.Ordinal);
        Assert.True(File.Exists(In("emblem-issuer/first-backup.db")));
        // No block of another kind, which this test would pass over.
        Assert.DoesNotContain(Fences().Matches(text), m => m.Groups[1].Value is not ("sh" or ""));
    }

    private string In(string name) => Path.Combine(_folder, name);

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\b([A-Z_]+)=\$\{\1:-")]
    private static partial Regex Values();

    [GeneratedRegex("^```(.*)$", RegexOptions.Multiline)]
    private static partial Regex Fences();
}
