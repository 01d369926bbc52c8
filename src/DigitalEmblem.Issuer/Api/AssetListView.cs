using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A page of the list of assets.</summary>
/// <param name="Items">What is in it.</param>
/// <param name="Previous">What to give as <c>before</c> for the page before it; null if there is none.</param>
/// <param name="Next">What to give as <c>after</c> for the page behind it; null if there is none.</param>
/// <param name="Totals">How many assets there are by state, whatever is asked for.</param>
/// <param name="Matching">How many are asked for, as far as they were counted.</param>
/// <param name="AreMore">Whether more are asked for than were counted.</param>
internal sealed record AssetListView(
    IReadOnlyList<AssetView> Items, string? Previous, string? Next, AssetCounts Totals, int Matching, bool AreMore)
{
    public static AssetListView Of(AssetPage page) => new(
        [.. page.Items.Select(i => AssetView.Of(i.Asset, i.Proposed, i.Alerts))],
        page.Previous?.ToString(),
        page.Next?.ToString(),
        new AssetCounts(page.Totals.Listed, page.Totals.Marked, page.Totals.Withdrawn),
        page.Matching,
        page.AreMore);
}
