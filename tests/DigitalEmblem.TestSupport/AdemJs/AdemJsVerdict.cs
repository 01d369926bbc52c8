namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>What adem-js says about the TXT records of a name.</summary>
/// <param name="Level">The strongest result.</param>
/// <param name="Broken">The numbers of the broken rules of spec/jws-profile/adem-js.md, in the order in which they were found.</param>
/// <param name="Protected">The assets of the emblem, as it states them; empty if the emblem is invalid.</param>
public sealed record AdemJsVerdict(AdemJsLevel Level, IReadOnlyList<int> Broken, IReadOnlyList<string> Protected)
{
    /// <summary>What the page shows.</summary>
    public AdemJsOutcome Outcome => Level == AdemJsLevel.Invalid ? AdemJsOutcome.Refused
        : Broken.Count > 0 ? AdemJsOutcome.MarkedWithErrors : AdemJsOutcome.Accepted;

    /// <summary>
    /// Whether the emblem lists an asset in exactly these words. adem-js reports the list and compares nothing (rule 28), so a caller does.
    /// </summary>
    public bool Lists(string asset) => Protected.Contains(asset, StringComparer.Ordinal);
}
