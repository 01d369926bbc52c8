namespace DigitalEmblem.Cli.Output;

/// <summary>What signs mean in law, in the words of <c>spec/law</c>, for verdicts and for <c>emblem explain</c>.</summary>
internal static class LawText
{
    // Longer limits fill the page and hide the verdict. They are not cut, because each condition counts.
    private const int LongestLimits = 800;

    /// <summary>The sentence beside every summary, with the version of the texts.</summary>
    public static Sentence Caveat =>
        $"{LawSentences.Of(LawTexts.Caveat)} (Law texts {LawTexts.Version}; 'emblem explain' has the statements and their sources.)";

    /// <summary>Two lines for a verdict: what the sign is for, and what the law demands; and when that ends, with the articles.</summary>
    public static IEnumerable<Sentence> TwoLines(LawSummary sign) =>
    [
        $"{sign.Name}: {LawSentences.Of(sign.Line)}. {LawSentences.Of(sign.Effect)}",
        sign.Limits.Length <= LongestLimits
            ? Sentence.Of($"Limits: {LawSentences.Of(sign.Limits)} ({sign.Sources})")
            : $"Limits: there are several, with conditions of their own: see 'emblem explain {sign.Name}' ({sign.Sources}).",
    ];
}
