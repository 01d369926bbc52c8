using System.Text.Json;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>What must hold of every verdict.</summary>
internal static class Verdicts
{
    public static void Check(Verdict verdict)
    {
        Invariant.Harmless(verdict.ToString(), "the first line of a verdict");
        string json = verdict.ToJson();
        Invariant.Harmless(json, "the JSON of a verdict");
        using JsonDocument document = JsonDocument.Parse(json);
        Invariant.Holds(verdict.Outcome != VerdictOutcome.Marked || verdict.Assets.Count > 0, "marked, and no asset");
        foreach (Finding finding in verdict.Findings)
        {
            Invariant.Harmless(finding.Message, "the message of a finding");
        }
    }
}
