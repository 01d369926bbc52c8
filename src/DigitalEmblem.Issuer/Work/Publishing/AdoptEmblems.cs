using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Gives emblems in force to targets that were added or changed after they were issued, a page of assets at a time.</summary>
internal sealed class AdoptEmblems(IssuerStore store)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Adopts pages until one changes something, or all are done.</summary>
    /// <returns>How many publications have changed; 0 when all is done.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(d => d.Targets.AnyAsync(t => t.AdoptedTo != null, cancellationToken)))
        {
            int changed = 0;
            await _pages.PageAsync(
                async (change, count) =>
                {
                    (int assets, changed) = await PageAsync(change, count, cancellationToken);
                    return assets;
                },
                cancellationToken);
            if (changed > 0)
            {
                return changed;
            }
        }

        return 0;
    }

    /// <summary>Adopts those of some assets, as a part of a change.</summary>
    /// <returns>How many publications have changed.</returns>
    public static async Task<int> InAsync(Change change, IReadOnlyCollection<Asset> assets, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. assets.Select(a => a.Id)];
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellationToken);
        ILookup<Guid, Publication> publications = (await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken)).ToLookup(p => p.AssetId);
        return assets.Where(a => a.State == AssetState.Marked && a.EmblemId is not null)
            .Sum(a => WantedPlaces.Want(change, a, targets, publications[a.Id], p => change.Database.Add(p), isNew: false));
    }

    /// <summary>Adopts a page of one target's assets.</summary>
    /// <returns>How many assets it went through, and how many publications have changed.</returns>
    private static async Task<(int Assets, int Changed)> PageAsync(Change change, int count, CancellationToken cancellationToken)
    {
        if (await change.Database.Targets.Where(t => t.AdoptedTo != null).OrderBy(t => t.Id).FirstOrDefaultAsync(cancellationToken)
            is not { AdoptedTo: { } after } target)
        {
            return (0, 0);
        }

        List<Asset> page = await change.Database.Assets.Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Take(count)
            .ToListAsync(cancellationToken);
        Guid? adoptedTo = page.Count < count ? null : page[^1].Id;
        // By a statement, so that the version stays which people have seen: it is no change of the target.
        await change.Database.Targets.Where(t => t.Id == target.Id).ExecuteUpdateAsync(
            s => s.SetProperty(t => t.AdoptedTo, adoptedTo), cancellationToken);
        return (page.Count, await InAsync(change, [.. page.Where(a => target.Holds(a.Name))], cancellationToken));
    }
}
