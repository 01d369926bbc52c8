using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Makes the next attempt of publications due now, because records are in or a server is back.</summary>
internal sealed class HastenPublication(IssuerStore store, TimeProvider clock)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Those of one asset, at all its targets.</summary>
    public Task<IReadOnlyList<Publication>> OfAssetAsync(Actor actor, Guid assetId, CancellationToken cancellationToken) =>
        store.ChangeAsync<IReadOnlyList<Publication>>(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(assetId, null, cancellationToken);
                await AdoptEmblems.InAsync(change, [asset], cancellationToken);
                await change.Database.Publications.Where(p => p.AssetId == assetId).LoadAsync(cancellationToken);
                // Those that were just adopted are not in the database yet.
                List<Publication> publications = [.. change.Database.Publications.Local.Where(p => p.AssetId == assetId)];
                if (publications.Count == 0)
                {
                    throw new RefusedException(
                        Refusal.NotReady, $"Nothing is to be published for {asset.Name}: it is '{asset.State}', or no target holds it.");
                }

                publications.ForEach(p => p.Hasten(change.Now));
                change.Journal("publication.said", asset.Name.ToString());
                return publications;
            },
            cancellationToken);

    /// <summary>All of a target that is due.</summary>
    /// <returns>How many names.</returns>
    public async Task<int> OfTargetAsync(Actor actor, Guid targetId, CancellationToken cancellationToken)
    {
        (PublicationTarget target, int due) = await store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget there = await change.GetAsync<PublicationTarget>(targetId, null, cancellationToken);
                change.Journal("publication.said", there.Zone.ToString());
                return (there, await change.Database.Publications.CountAsync(
                    p => p.Place == there.Place && p.State == PublicationState.Due, cancellationToken));
            },
            cancellationToken);
        await PagesAsync(d => d.Publications.Where(p => p.Place == target.Place), cancellationToken);
        return due;
    }

    /// <summary>What waits at a target because its server gave no answer. It answers now.</summary>
    public Task UnansweredAtAsync(PublicationTarget target, CancellationToken cancellationToken) => PagesAsync(
        d => d.Publications.Where(p => p.Place == target.Place && p.Failure == PublicationFailure.Unanswered), cancellationToken);

    /// <summary>
    /// Makes those due now that are due later, a page a change, because there may be very many. If it ends between two pages, the others
    /// are tried when their own pauses end.
    /// </summary>
    private async Task PagesAsync(Func<IssuerContext, IQueryable<Publication>> those, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        IQueryable<Publication> Later(IssuerContext database) =>
            those(database).Where(p => p.State == PublicationState.Due && p.NextAttempt > now);
        while (await store.ReadAsync(d => Later(d).AnyAsync(cancellationToken)))
        {
            await _pages.PageAsync(
                async (change, count) =>
                {
                    List<Guid> ids = await Later(change.Database).Select(p => p.Id).Take(count).ToListAsync(cancellationToken);
                    return await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                        s => s.SetProperty(p => p.NextAttempt, now), cancellationToken);
                },
                cancellationToken);
        }
    }
}
