using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>
/// Deployments whose root keys are committed in logs run by the field's own software. If one fails, a commitment to someone else's
/// certificate is accepted, or an honest one refused.
/// </summary>
public class ReferenceLogsTests
{
    [CorpusFact]
    public void Offline_EachDeployment_HasTheStatedCommitmentsAndLevel() =>
        Judge("offline", CommitmentRules.Default, d => ReferenceLogs.EveryChain());

    [CorpusFact]
    public void OfflineWithStrictNames_EachDeployment_HasTheStatedCommitmentsAndLevel() =>
        Judge("offline_strict_names", new CommitmentRules { StrictNames = true }, d => ReferenceLogs.EveryChain());

    [CorpusFact]
    public void Offline_OnlyTheDeploymentsOwnChainsHeld_SaysTheSame() =>
        Judge("offline", CommitmentRules.Default, deployment => CommitmentMaterial.Of(
            deployment.GetProperty("commitments").EnumerateArray().Select(c => ReferenceLogs.Chain(c.GetProperty("chain").GetString()!))));

    private static void Judge(string mode, CommitmentRules rules, Func<JsonElement, CommitmentMaterial> material)
    {
        var verifier = new EmblemVerifier(new VerifierOptions { Commitments = rules });
        TransparencyTrust trust = ReferenceLogs.Trust();
        var wrong = new List<string>();
        IReadOnlyList<JsonElement> deployments = ReferenceLogs.Deployments();
        foreach (JsonElement deployment in deployments)
        {
            UnverifiedTokens tokens = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(ReferenceLogs.ItemsAsText(deployment)));
            Verdict verdict = TrustPolicy.Default.Decide(
                verifier.Verify(tokens, HeldEvidence.Of(material(deployment), trust), ReferenceLogs.At));
            string expected = DeploymentOutcome.Expected(deployment, mode);
            string actual = DeploymentOutcome.Actual(JsonDocument.Parse(verdict.ToJson()).RootElement);
            if (!DeploymentOutcome.Agree(expected, actual))
            {
                wrong.Add($"{deployment.GetProperty("id")} {deployment.GetProperty("what")}\n  expected {expected}\n  actual   {actual}\n"
                    + string.Concat(verdict.Commitments.SelectMany(c => c.Evidence.Entries)
                        .SelectMany(e => e.Checks.Prepend(new CommitmentCheck(0, 0, e.Reason))).Select(check => $"  {check}\n")));
            }
        }

        Assert.Equal(26, deployments.Count);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
