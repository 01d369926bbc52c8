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

    /// <summary>What a finding says to the reader of this page.</summary>
    public static Sentence Of(Finding finding) => Own(finding.Code) ?? LibraryWords.Of(finding);

    /// <summary>The main reason, said to the reader of this page.</summary>
    public static Sentence Reason(Verdict verdict) => OwnReason(verdict) ?? LibraryWords.Reason(verdict);

    // The sentence for a finding that speaks to another person; null where the library's own words serve.
    private static Sentence? Own(FindingCode code) => code switch
    {
        FindingCode.NotTrusted => Sentence.Of($"None of the authorities that this page asks for endorses the issuer."),
        FindingCode.EndorserNotNamed => Sentence.Of($"Only the issuer itself vouches for this emblem, with its own key."),
        FindingCode.KeyUnknown => Sentence.Of($"A token is signed by a key that is not published beside it."),
        _ => null,
    };

    private static Sentence? OwnReason(Verdict verdict) => verdict.Outcome == VerdictOutcome.NotMarked && verdict.Tokens.Count == 0
        ? Sentence.Of($"The DNS answered that no emblem is published for this name.")
        : verdict.Findings.FirstOrDefault(f => f.Message == verdict.Reason) is { } finding ? Own(finding.Code) : null;
}
