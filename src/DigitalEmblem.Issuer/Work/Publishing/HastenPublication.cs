using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Makes the next attempt of publications due now, because records are in or a server is back.</summary>
internal sealed class HastenPublication(IssuerStore store)
{
    /// <summary>Those of one asset.</summary>
    public Task<Publication> OfAssetAsync(Actor actor, Guid assetId, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Asset asset = await change.GetAsync<Asset>(assetId, null, cancellationToken);
            await AdoptEmblems.InAsync(change, [asset], cancellationToken);
            Publication publication = change.Database.Publications.Local.SingleOrDefault(p => p.AssetId == assetId)
                ?? await change.Database.Publications.SingleOrDefaultAsync(p => p.AssetId == assetId, cancellationToken)
                ?? throw new RefusedException(
                    Refusal.NotReady, $"Nothing is to be published for {asset.Name}: it is '{asset.State}', or no target holds it.");
            publication.Hasten(change.Now);
            change.Journal("publication.said", asset.Name.ToString());
            return publication;
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
