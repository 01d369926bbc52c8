using DigitalEmblem.Verifier;

namespace DigitalEmblem.Texts;

/// <summary>What the libraries say, as sentences: they know none, and keep their words apart from what stands in them.</summary>
internal static class LibraryWords
{
    /// <summary>What a finding says.</summary>
    public static Sentence Of(Finding finding) => Sentence.OfLibrary(finding.Message, finding.Format, finding.Arguments);

    /// <summary>The first line of a verdict.</summary>
    public static Sentence Of(Verdict verdict) => Sentence.OfLibrary(verdict.ToFormattable());

    /// <summary>The main reason of a verdict.</summary>
    public static Sentence Reason(Verdict verdict) => Reason(verdict.Reason, verdict.ReasonText);

    /// <summary>The main reason of what a policy makes of a set.</summary>
    public static Sentence Reason(SetVerdict set) => Reason(set.Reason, set.ReasonText);

    /// <summary>When what it shows ends: the end of a sentence, such as "expires in 3 days".</summary>
    public static Sentence Expiry(Verdict verdict) => Sentence.OfLibrary(verdict.Expiry().ToFormattable());

    /// <summary>What a "marked" leaves open; null if that is nothing.</summary>
    public static Sentence? Caveat(Verdict verdict) => verdict.Caveat() is { } caveat
        ? Sentence.OfLibrary(caveat.ToFormattable())
        : null;

    /// <summary>
    /// A text that a result holds as plain English: an assumption, who could have learned of a question. Where its words are not known, as
    /// in a file, its English stands in a hole.
    /// </summary>
    public static Sentence Of(string handed) =>
        HandedText.WordsOf(handed) is { } words ? Sentence.OfLibrary(words.ToFormattable()) : $"{handed}";

    private static Sentence Reason(string english, FormattableString words) =>
        Sentence.OfLibrary(english, words.Format, words.GetArguments());
}
