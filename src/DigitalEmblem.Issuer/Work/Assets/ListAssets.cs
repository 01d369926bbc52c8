using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Lists assets, a page at a time, with their counts. Which rows are on the page is found in an index alone, and only these rows are read.
/// </summary>
internal sealed class ListAssets(IssuerStore store, TimeProvider clock)
{
    /// <summary>One page.</summary>
    /// <exception cref="RefusedException">The query is malformed.</exception>
    public Task<AssetPage> RunAsync(AssetQuery query, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        string index = query.Sort == AssetSort.Name ? AssetIndexes.ByName : AssetIndexes.ByEnd;
        List<Guid> ids = await IdsAsync(d.AssetsBy(index).Matching(query, d.LabelledAssets), query, cancellationToken);
        bool isBackward = query.Before is not null, areMore = ids.Count > query.Count;
        ids = ids[..Math.Min(ids.Count, query.Count)];
        if (isBackward)
        {
            ids.Reverse();
        }

        List<ListedAsset> items = await ReadAsync(d, ids, clock.GetUtcNow(), cancellationToken);
        AssetTotals totals = await TotalsAsync(d, cancellationToken);
        // A list that ends on its first page was read whole already.
        int matching = query is { After: null, Before: null } && !areMore
            ? ids.Count
            : query.CountsByState
                ? query.State is { } state ? totals.Of(state) : totals.All
                : await d.AssetsBy(AssetIndexes.ByName).Matching(query, d.LabelledAssets).Select(a => a.Id).Take(AssetPage.MostCounted + 1)
                    .CountAsync(cancellationToken);
        bool isBounded = !query.CountsByState && matching > AssetPage.MostCounted;
        return new AssetPage(
            items,
            items is [var first, ..] && (isBackward ? areMore : query.After is not null) ? AssetCursor.Of(first.Asset) : null,
            items is [.., var last] && (isBackward || areMore) ? AssetCursor.Of(last.Asset) : null,
            totals,
            isBounded ? AssetPage.MostCounted : matching,
            isBounded);
    });

    /// <summary>The identities of a page in the direction in which it is read, and one more if there is one.</summary>
    internal static async Task<List<Guid>> IdsAsync(IQueryable<Asset> assets, AssetQuery query, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        foreach (IQueryable<Asset> part in AssetOrder.Parts(assets, query))
        {
            ids.AddRange(await part.Select(a => a.Id).Take(query.Count + 1 - ids.Count).ToListAsync(cancellationToken));
            if (ids.Count > query.Count)
            {
                break;
            }
        }

        return ids;
    }

    private static async Task<List<ListedAsset>> ReadAsync(
        IssuerContext d, List<Guid> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<Guid, Asset> assets = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
        List<string> alerted = [.. assets.Values.Where(a => a.OpenAlerts > 0).Select(a => a.Name.ToString())];
        var alerts = alerted.Count == 0
            ? []
            : await d.Alerts.Where(a => a.ClearedAt == null && alerted.Contains(a.Subject) && AlertedNames.Kinds.Contains(a.Kind))
                .Select(a => new { a.Subject, a.Kind }).ToListAsync(cancellationToken);
        ILookup<string, AlertKind> kinds = alerts.ToLookup(a => a.Subject, a => a.Kind);
        IReadOnlyDictionary<Guid, MarkProposal> proposals = await ProposedMarks.OfAsync(d, assets.Values, now, cancellationToken);
        // One that was removed since is left out.
        return [.. ids.Where(assets.ContainsKey).Select(i => assets[i])
            .Select(a => new ListedAsset(
                a, [.. kinds[a.Name.ToString()].Order()], a.ProposalId is { } id ? proposals.GetValueOrDefault(id) : null))];
    }

    private static async Task<AssetTotals> TotalsAsync(IssuerContext d, CancellationToken cancellationToken)
    {
        var counts = await d.AssetsBy(AssetIndexes.Counts).GroupBy(a => new { a.World, a.State })
            .Select(g => new { g.Key.State, Count = g.Count() }).ToListAsync(cancellationToken);
        int Of(AssetState state) => counts.Where(c => c.State == state).Sum(c => c.Count);
        return new AssetTotals(Of(AssetState.Listed), Of(AssetState.Marked), Of(AssetState.Withdrawn));
    }
}
