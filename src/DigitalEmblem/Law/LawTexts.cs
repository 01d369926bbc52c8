namespace DigitalEmblem;

/// <summary>
/// The texts of the law that this build carries (<c>spec/law</c>; decisions.md, 39). Each is data with a version, so that a verdict shows
/// by which texts it was worded. They are no legal advice.
/// </summary>
public static class LawTexts
{
    private static readonly LawFiles Files = LawFiles.Embedded();

    // One list for each combination of purposes, because each verdict of a sweep asks for one.
    private static readonly IReadOnlyList<LawSummary>[] Summaries =
        [.. Enumerable.Range(0, (int)Purposes.All + 1).Select(p => Files.Summaries.Where(s => ((Purposes)p & s.Purpose) != 0).ToArray())];

    /// <summary>The version of the texts: a year and a month, as 2026-12.</summary>
    public static string Version => Files.Version;

    /// <summary>What belongs beside every summary, in one sentence: an emblem informs, and facts that no token shows decide.</summary>
    public static string Caveat => Files.Caveat;

    /// <summary>The summaries for the purposes that are set, in the order of their bits; empty for none.</summary>
    /// <param name="purposes">Any combination.</param>
    public static IReadOnlyList<LawSummary> For(Purposes purposes) => Summaries[(int)(purposes & Purposes.All)];

    /// <summary>Every statement about one sign.</summary>
    /// <param name="purpose">One purpose.</param>
    internal static IReadOnlyList<LawStatement> StatementsOn(Purposes purpose) => Files.StatementsOn(purpose);

    /// <summary>The statements that hold for every sign.</summary>
    internal static IReadOnlyList<LawStatement> OnAllSigns => Files.OnAllSigns;

    /// <summary>What the law says, and does not say, of data and of cyber operations.</summary>
    internal static IReadOnlyList<LawStatement> OnData => Files.OnData;

    /// <summary>Whether a statement about a sign cites the article of a treaty, whatever the paragraph.</summary>
    /// <param name="source">The article.</param>
    internal static bool Cites(LawSource source) => Files.Cites(source);

    /// <summary>The wordings that statements were compared with, by key.</summary>
    internal static IReadOnlyDictionary<string, LawReading> Readings => Files.Readings;
}
