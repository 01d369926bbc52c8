using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// The outcome of a deployment of the reference logs in one of the three modes, in the words of the corpus, so that expected and actual
/// can be compared as texts.
/// </summary>
public static class DeploymentOutcome
{
    /// <summary>What the corpus states.</summary>
    /// <param name="mode"><c>offline</c>, <c>offline_strict_names</c> or <c>online</c>.</param>
    public static string Expected(JsonElement deployment, string mode) => Describe(
        deployment.GetProperty("level").GetProperty(mode).GetString()!,
        deployment.GetProperty("endorsed_by").GetProperty(mode).EnumerateArray().Select(e => e.GetString()!),
        deployment.GetProperty("commitments").EnumerateArray()
            .Select(c => (c.GetProperty("issuer").GetString()!, c.GetProperty(mode).GetString()!)));

    /// <summary>What a verdict in JSON says (spec/verdict.md).</summary>
    public static string Actual(JsonElement verdict) => Describe(
        (verdict.GetProperty("level").GetString(), verdict.GetProperty("levelAtMost").GetString()) switch
        {
            ("Unknown", _) => "could not find out",
            ({ } shown, { } most) when shown != most => $"{shown.ToUpperInvariant()}, and whether more could not be found out",
            ({ } shown, _) => shown.ToUpperInvariant(),
            _ => "",
        },
        verdict.GetProperty("endorsedBy").EnumerateArray().Select(e => e.GetString()!),
        verdict.GetProperty("commitments").EnumerateArray()
            .Select(c => (c.GetProperty("issuer").GetString()!, c.GetProperty("outcome").GetString()!)));

    /// <summary>
    /// Compares the two. For an invalid set, the verdict lists commitments only up to the one that makes it invalid; the corpus lists all.
    /// </summary>
    public static bool Agree(string expected, string actual) => expected == actual
        || (expected.StartsWith("INVALID", StringComparison.Ordinal) && actual.StartsWith("INVALID", StringComparison.Ordinal)
            && Commitments(actual).IsSubsetOf(Commitments(expected)) && Commitments(actual).Count > 0);

    private static string Describe(
        string level, IEnumerable<string> endorsedBy, IEnumerable<(string Issuer, string Outcome)> commitments) =>
        $"{level} | {string.Join(", ", endorsedBy.Order(StringComparer.Ordinal))} | "
        + $"{string.Join(", ", commitments.Select(c => $"{c.Issuer} {c.Outcome}").Order(StringComparer.Ordinal))}";

    private static HashSet<string> Commitments(string description) => [.. description.Split(" | ")[2].Split(", ")];
}
