using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>An asset in a list.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Alerts">The kinds of the open alerts about its name.</param>
/// <param name="Proposed">The proposal to mark it that waits for a second officer; null if there is none.</param>
internal sealed record ListedAsset(Asset Asset, IReadOnlyList<AlertKind> Alerts, MarkProposal? Proposed);

/// <summary>How many assets there are.</summary>
/// <param name="Listed">On the list only.</param>
/// <param name="Marked">Marked.</param>
/// <param name="Withdrawn">Withdrawn.</param>
internal sealed record AssetTotals(int Listed, int Marked, int Withdrawn)
{
    /// <summary>All of them.</summary>
    public int All => Listed + Marked + Withdrawn;

    /// <summary>How many there are of a state.</summary>
    public int Of(AssetState state) => state switch
    {
        AssetState.Listed => Listed,
        AssetState.Marked => Marked,
        _ => Withdrawn,
    };
}

/// <summary>A page of a list of assets.</summary>
/// <param name="Items">The assets.</param>
/// <param name="Previous">Before which the page before ends; null if there is none.</param>
/// <param name="Next">Behind which the page behind begins; null if there is none.</param>
/// <param name="Totals">How many there are, whatever is asked for.</param>
/// <param name="Matching">How many are asked for, up to <see cref="MostCounted"/>, or exactly if only a state is asked for.</param>
/// <param name="AreMore">Whether more are asked for than were counted.</param>
internal sealed record AssetPage(
    IReadOnlyList<ListedAsset> Items, AssetCursor? Previous, AssetCursor? Next, AssetTotals Totals, int Matching, bool AreMore)
{
    /// <summary>So many are counted at most: a count of all would read the whole list at each page.</summary>
    public const int MostCounted = 10_000;
}
