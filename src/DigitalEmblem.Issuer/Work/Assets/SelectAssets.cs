using System.Runtime.CompilerServices;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Finds the assets that a person chose: by a tick at each, or all that a filter matches.</summary>
internal sealed class SelectAssets(IssuerStore store)
{
    /// <summary>So many at most are chosen at once.</summary>
    public const int MostAtOnce = 10_000;

    // Rows of so many are short to read, and few enough for one query by identity.
    private const int RowsRead = 500;

    /// <summary>Refuses a filter that is malformed, without a look at the store.</summary>
    /// <exception cref="RefusedException">It is.</exception>
    public static void Require(AssetQuery query) =>
        _ = Array.Empty<Asset>().AsQueryable().Matching(query, Array.Empty<LabelledAsset>().AsQueryable());

    /// <summary>Those of some identities, by name. One that there is not is left out.</summary>
    public Task<IReadOnlyList<SelectedAsset>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<SelectedAsset>>(async d =>
        {
            var found = new List<SelectedAsset>();
            foreach (Guid[] some in ids.Distinct().Take(MostAtOnce).Chunk(RowsRead))
            {
                found.AddRange((await d.Assets.Where(a => some.Contains(a.Id)).ToListAsync(cancellationToken)).Select(Of));
            }

            return [.. found.OrderBy(a => a.Name.ToString(), StringComparer.Ordinal)];
        });

    /// <summary>Those that a filter matches, by name; whatever its order and its place in the list.</summary>
    /// <returns>Up to <see cref="MostAtOnce"/>, and whether there are more.</returns>
    /// <exception cref="RefusedException">The filter is malformed.</exception>
    public async Task<(IReadOnlyList<SelectedAsset> Assets, bool AreMore)> MatchingAsync(
        AssetQuery query, CancellationToken cancellationToken)
    {
        var found = new List<SelectedAsset>();
        await foreach (IReadOnlyList<Asset> page in PagesAsync(query, cancellationToken))
        {
            found.AddRange(page.Select(Of));
            if (found.Count > MostAtOnce)
            {
                return (found[..MostAtOnce], true);
            }
        }

        return (found, false);
    }

    /// <summary>All that a filter matches, by name, some at a time, so that memory does not grow with the list.</summary>
    /// <returns>At least one page, which may be empty.</returns>
    /// <exception cref="RefusedException">The filter is malformed.</exception>
    public async IAsyncEnumerable<IReadOnlyList<Asset>> PagesAsync(
        AssetQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AssetQuery part = query with { Sort = AssetSort.Name, After = null, Before = null, Count = RowsRead };
        while (true)
        {
            (List<Asset> page, bool areMore) = await store.ReadAsync(async d =>
            {
                List<Guid> ids = await ListAssets.IdsAsync(
                    d.AssetsBy(AssetIndexes.ByName).Matching(part, d.LabelledAssets), part, cancellationToken);
                bool more = ids.Count > RowsRead;
                ids = ids[..Math.Min(ids.Count, RowsRead)];
                Dictionary<Guid, Asset> assets = await d.Assets.Where(a => ids.Contains(a.Id))
                    .ToDictionaryAsync(a => a.Id, cancellationToken);
                // In the order of the database, by which the next page begins.
                return (ids.Where(assets.ContainsKey).Select(i => assets[i]).ToList(), more);
            });
            yield return page;
            if (!areMore || page.Count == 0)
            {
                yield break;
            }

            part = part with { After = AssetCursor.Of(page[^1]) };
        }
    }

    private static SelectedAsset Of(Asset asset) =>
        new(asset.Id, asset.Name, asset.Purposes, asset.State, asset.DeclaredUntil, asset.ControlProvenAt);
}
