using System.Text;
using System.Text.Json;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Logs run by the field's own software, replayed. If one fails, what real logs serve is misread, and commitments are
/// believed or refused wrongly.
/// </summary>
public class ReferenceLogsOnlineTests
{
    [CorpusFact]
    public async Task Online_EachDeploymentWithNoChainHeld_HasTheStatedCommitmentsAndLevel()
    {
        await using LogHost host = await ReferenceLogReplay.StartAsync();
        Assert.Empty(await JudgeAsync(host, CommitmentMaterial.None));
    }

    [CorpusFact]
    public async Task Online_EachDeploymentWithItsChainsHeld_SaysTheSameAndAsksOnlyWhatIsOpen()
    {
        await using LogHost host = await ReferenceLogReplay.StartAsync();
        Assert.Empty(await JudgeAsync(host, ReferenceLogs.EveryChain()));
        // The leaf hash of the society's certificate, which its chain proves.
        Assert.DoesNotContain(host.Requests, r => r.Contains("8LqdYbFw", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(LogHost host, CommitmentMaterial held)
    {
        TransparencyTrust trust = ReferenceLogs.Trust() with { Logs = LogList.Read(ReferenceLogReplay.LogListAt(host)) };
        using var http = new LogHttp();
        var gatherer = new CommitmentGatherer { Trust = trust, Held = held, Logs = new LogClient(http.Client, trust.Logs) };
        var verifier = new EmblemVerifier();
        var wrong = new List<string>();
        foreach (JsonElement deployment in ReferenceLogs.Deployments())
        {
            UnverifiedTokens tokens = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(ReferenceLogs.ItemsAsText(deployment)));
            AuthenticatedTokens authenticated = verifier.Authenticate(tokens, ReferenceLogs.At);
            GatheredEvidence evidence = await gatherer.GatherAsync(authenticated.Questions, authenticated.At);
            Verdict verdict = TrustPolicy.Default.Decide(verifier.Conclude(authenticated, evidence));
            string expected = DeploymentOutcome.Expected(deployment, "online");
            string actual = DeploymentOutcome.Actual(JsonDocument.Parse(verdict.ToJson()).RootElement);
            if (!DeploymentOutcome.Agree(expected, actual))
            {
                wrong.Add($"{deployment.GetProperty("id")} {deployment.GetProperty("what")}\n  expected {expected}\n  actual   {actual}\n"
                    + string.Concat(verdict.Commitments.SelectMany(c => c.Evidence.Entries)
                        .SelectMany(e => e.Checks.Prepend(new CommitmentCheck(0, 0, e.Reason))).Select(check => $"  {check}\n")));
            }
        }

        return wrong;
    }
}
