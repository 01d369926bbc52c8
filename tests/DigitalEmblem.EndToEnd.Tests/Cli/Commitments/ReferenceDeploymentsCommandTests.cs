using System.Text.Json;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// Deployments that others made, with certificates in logs that others run, through the command. If one fails, an operator reads a wrong
/// level from files that are right, or evidence that was kept shows something else later.
/// </summary>
public sealed class ReferenceDeploymentsCommandTests : IDisposable
{
    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    [CorpusFact]
    public void VerifyOffline_EachDeploymentWithItsChains_HasTheStatedCommitmentsAndLevel() =>
        Assert.Equal([], JudgeAll("offline", ListFile, "--offline", "--chain", InFolder("entries")));

    [CorpusFact]
    public void VerifyOfflineStrictNames_EachDeploymentWithItsChains_HasTheStatedCommitmentsAndLevel() =>
        Assert.Equal([], JudgeAll("offline_strict_names", ListFile, "--offline", "--strict-names", "--chain", InFolder("entries")));

    [CorpusFact]
    public async Task VerifyOnline_EachDeploymentWithNothingHeld_HasTheStatedCommitmentsAndLevel()
    {
        await using LogHost host = await ReferenceLogReplay.StartAsync();
        Assert.Equal([], JudgeAll("online", _command.Write("log_list.json", ReferenceLogReplay.LogListAt(host)), "--online"));
    }

    private static string ListFile => InFolder("log_list.json");

    private static string InFolder(string name) => Corpora.PathOf($"{ReferenceLogs.Folder}/{name}");

    private List<string> JudgeAll(string mode, string logList, params string[] options)
    {
        var wrong = new List<string>();
        IReadOnlyList<JsonElement> deployments = ReferenceLogs.Deployments();
        Assert.Equal(26, deployments.Count);
        foreach (JsonElement deployment in deployments)
        {
            string id = deployment.GetProperty("id").GetString()!;
            string items = _command.Write(id, ReferenceLogs.ItemsAsText(deployment));
            string[] trust = ["--log-list", logList, "--ca", InFolder("chain/root.pem")];
            string[] args = ["verify", items, "--at", "2026-12-01T00:00:00Z", .. trust, .. options];
            (int code, string output, string error) = _command.Run([.. args, "--output", "json", "--save-evidence", "@evidence"]);
            if (output.Length == 0)
            {
                wrong.Add($"{id}: exit code {code}: {error}");
                continue;
            }

            // What was written then is enough to come to the same again, whether it was held or logs delivered it.
            string[] strict = [.. options.Where(o => o == "--strict-names")];
            Assert.Equal((code, output), Again([.. trust, .. strict]));
            Assert.Equal((code, output), Again([.. trust, "--evidence-policy"]));

            string expected = DeploymentOutcome.Expected(deployment, mode);
            string actual = DeploymentOutcome.Actual(JsonDocument.Parse(output).RootElement);
            int expectedCode = expected.StartsWith("INVALID", StringComparison.Ordinal) ? 2
                : expected.StartsWith("could not", StringComparison.Ordinal) ? 3
                : 0;
            if (!DeploymentOutcome.Agree(expected, actual) || code != expectedCode)
            {
                wrong.Add($"{id} {deployment.GetProperty("what")}: exit code {code}\n  expected {expected}\n  actual   {actual}");
            }
        }

        return wrong;
    }

    private (int, string) Again(params string[] options)
    {
        (int code, string output, _) = _command.Run(["verify", "--evidence", "@evidence", .. options, "--output", "json"]);
        return (code, output);
    }
}
