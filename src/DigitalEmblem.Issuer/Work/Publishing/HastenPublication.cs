using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Makes the next attempt of publications due now, because records are in or a server is back.</summary>
internal sealed class HastenPublication(IssuerStore store)
{
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
    public Task<int> OfTargetAsync(Actor actor, Guid targetId, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            PublicationTarget target = await change.GetAsync<PublicationTarget>(targetId, null, cancellationToken);
            List<Publication> due = await change.Database.Publications.Where(p => p.TargetId == targetId && p.State == PublicationState.Due)
                .ToListAsync(cancellationToken);
            due.ForEach(p => p.Hasten(change.Now));
            change.Journal("publication.said", target.Zone.ToString());
            return due.Count;
        },
        cancellationToken);
}
