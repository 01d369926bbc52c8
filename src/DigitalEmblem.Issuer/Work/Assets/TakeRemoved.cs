using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Takes assets from the list of which an officer asked that, once nothing of them is in the DNS any more.</summary>
internal sealed class TakeRemoved(IssuerStore store)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Does all that can be done now.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int all = 0;
        while (await store.ReadAsync(d => Ready(d).AnyAsync(cancellationToken)))
        {
            all += await _pages.PageAsync((change, count) => PageAsync(change, count, cancellationToken), cancellationToken);
        }

        return all;
    }

    private static async Task<int> PageAsync(Change change, int count, CancellationToken cancellationToken)
    {
        List<Asset> assets = await Ready(change.Database).OrderBy(a => a.Id).Take(count).ToListAsync(cancellationToken);
        Guid[] ids = [.. assets.Select(a => a.Id)];
        ILookup<Guid, Publication> publications = (await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken)).ToLookup(p => p.AssetId);
        foreach (Asset asset in assets)
        {
            await RemoveAsset.TakeAsync(change, asset, [.. publications[asset.Id]], cancellationToken);
        }

        return assets.Count;
    }

    private static IQueryable<Asset> Ready(IssuerContext database) => database.Assets.Where(
        a => a.RemovalAskedAt != null && !database.Publications.Any(
            p => p.AssetId == a.Id && (p.Wanted || p.State != PublicationState.Seen || p.NextLook != null)));
}
