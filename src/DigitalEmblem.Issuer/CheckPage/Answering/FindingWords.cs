using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>
/// Findings as this page says them. The libraries speak to the person who set the policy; here the reader is another one.
/// </summary>
internal static class FindingWords
{
    /// <summary>The findings to show, the gravest first, without those that the page says in its own words.</summary>
    public static IEnumerable<Finding> Of(Verdict verdict) => verdict.Findings.Concat(verdict.Tokens.SelectMany(t => t.Findings))
        .Where(f => f.Code switch
        {
            FindingCode.EndorserNotNamed => verdict.EndorsedBy.Count == 0,
            // That nothing is there is the answer itself, and is not wrong.
            FindingCode.NoEmblem => verdict.Tokens.Count > 0,
            _ => true,
        })
        .Distinct().OrderByDescending(f => f.Severity);

    /// <summary>The sentence for a finding that speaks to another person; null where the library's own words serve.</summary>
    public static Sentence? Own(FindingCode code) => code switch
    {
        FindingCode.NotTrusted => Sentence.Of($"None of the authorities that this page asks for endorses the issuer."),
        FindingCode.EndorserNotNamed => Sentence.Of($"Nobody but the issuer itself, by its own key, vouches for this emblem."),
        FindingCode.KeyUnknown => Sentence.Of($"A token is signed by a key that is not published beside it."),
        _ => null,
    };

    /// <summary>The main reason, if the page says it in own words.</summary>
    public static Sentence? OwnReason(Verdict verdict) => verdict.Outcome == VerdictOutcome.NotMarked && verdict.Tokens.Count == 0
        ? Sentence.Of($"The DNS answered that no emblem is published for this name.")
        : verdict.Findings.FirstOrDefault(f => f.Message == verdict.Reason) is { } finding ? Own(finding.Code) : null;
}
