using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// Looking must not warn the one looked at. If one fails, a validator that was told to ask nobody opens a connection, and someone learns
/// whose emblem it judges. The kernel is the witness (strace; ./test.sh installs it).
/// </summary>
public sealed partial class NoConnectionOfflineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-offline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [CorpusFact]
    public void Verify_OfflineWithChains_OpensNoNetworkSocket()
    {
        (string output, string trace) = Traced(
            0, ["verify", Items("c13"), "--at", "2026-12-01T00:00:00Z", "--offline", "--chain", InFolder("entries"), .. Trust]);
        Assert.StartsWith(
            "Marked. Protective emblem of https://society.example, endorsed by https://delegation.example, https://ministry.example;",
            output,
            StringComparison.Ordinal);
        Assert.Equal([], NetworkSockets(trace));
    }

    /// <summary>
    /// The system's roots, and a chain that leads to none of them: where .NET by default would fetch the issuer's certificate.
    /// </summary>
    [CorpusFact]
    public void Verify_OfflineWithAnIncompleteChainAndTheSystemsRoots_OpensNoNetworkSocket()
    {
        string capture = Corpora.PathOf("deployed/emblem.felixlinker.de.txt");
        string[] certificates = File.ReadAllText(Corpora.PathOf("deployed/auth.felixlinker.de/auth.felixlinker.de.fullchain.pem"))
            .Split("-----END CERTIFICATE-----");
        string leafOnly = Path.Combine(_folder, "leaf.pem");
        File.WriteAllText(leafOnly, certificates[0] + "-----END CERTIFICATE-----\n");
        (string output, string trace) = Traced(3, [
            "verify", capture, "--at", "2026-06-17T00:10:00Z", "--chain", leafOnly, "--log-list",
            Corpora.PathOf("ct/loglists/google_all_logs_list.json")]);
        Assert.StartsWith("Could not find out.", output, StringComparison.Ordinal);
        Assert.Equal([], NetworkSockets(trace));
    }

    [CorpusFact]
    public void Roots_AddAndList_OpenNoNetworkSocket()
    {
        (string added, string trace) = Traced(
            0, ["roots", "add", Items("c13"), "--at", "2026-12-01T00:00:00Z", "--chain", InFolder("entries"), .. Trust]);
        Assert.Contains("Proven       https://society.example", added, StringComparison.Ordinal);
        Assert.Equal([], NetworkSockets(trace));
        (string listed, trace) = Traced(0, ["roots", "list", "--at", "2026-12-01T00:00:00Z", .. Trust]);
        Assert.Equal(3, listed.Split("Proven  ").Length - 1);
        Assert.Equal([], NetworkSockets(trace));
    }

    /// <summary>The witness is awake: with --online the same command is seen to open sockets.</summary>
    [CorpusFact]
    public void Verify_OnlineInTheSameTrace_IsSeenToOpenSockets()
    {
        // The reference logs' own URLs are on loopback, where nothing listens.
        (_, string trace) = Traced(3, ["verify", Items("c10"), "--at", "2026-12-01T00:00:00Z", "--online", .. Trust]);
        Assert.NotEqual([], NetworkSockets(trace));
    }

    private static string[] Trust => ["--log-list", InFolder("log_list.json"), "--ca", InFolder("chain/root.pem")];

    private static string InFolder(string name) => Corpora.PathOf($"{ReferenceLogs.Folder}/{name}");

    private string Items(string id)
    {
        string file = Path.Combine(_folder, id);
        File.WriteAllText(file, ReferenceLogs.ItemsAsText(ReferenceLogs.Deployments().Single(d => d.GetProperty("id").GetString() == id)));
        return file;
    }

    /// <summary>Runs the built command under strace; what it printed, and every network call that it and its threads made.</summary>
    private (string Out, string Trace) Traced(int expected, string[] args)
    {
        string trace = Path.Combine(_folder, "trace");
        // The runtime's own diagnostics are no part of the command; they speak over a local socket (AF_UNIX), which is allowed anyway.
        var environment = new Dictionary<string, string> { ["EMBLEM_HOME"] = Path.Combine(_folder, "home") };
        (int code, string output, string error) = BuiltCommand.Run(environment, args, "strace", "-f", "-e", "trace=network", "-o", trace);
        Assert.True(code == expected, $"exit code {code}\n{output}{error}");
        string calls = File.ReadAllText(trace);
        Assert.Contains("+++ exited with", calls, StringComparison.Ordinal);
        return (output, calls);
    }

    private static string[] NetworkSockets(string trace) => [.. trace.Split('\n').Where(line => NetworkFamily().IsMatch(line))];

    [GeneratedRegex(@"\b(AF|PF)_(INET6?|NETLINK)\b")]
    private static partial Regex NetworkFamily();
}
