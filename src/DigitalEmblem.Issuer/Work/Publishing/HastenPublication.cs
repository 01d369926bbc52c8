using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Has publications looked at now, because records are in or a server is back.</summary>
internal sealed class HastenPublication(IssuerStore store)
{
    /// <summary>Those of one asset.</summary>
    public Task<Publication> OfAssetAsync(string actor, Guid assetId, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Asset asset = await change.GetAsync<Asset>(assetId, null, cancellation);
            await AdoptEmblems.InAsync(change, [asset], cancellation);
            Publication publication = change.Database.Publications.Local.SingleOrDefault(p => p.AssetId == assetId)
                ?? await change.Database.Publications.SingleOrDefaultAsync(p => p.AssetId == assetId, cancellation)
                ?? throw new RefusedException(Refusal.NotReady,
                    $"Nothing is to be published for {asset.Name}: it is '{asset.State}', or no target holds it.");
            publication.Hasten(change.Now);
            change.Journal("publication.said", asset.Name.ToString());
            return publication;
        },
        cancellation);

    /// <summary>All of a target that is due.</summary>
    /// <returns>How many names.</returns>
    public Task<int> OfTargetAsync(string actor, Guid targetId, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            PublicationTarget target = await change.GetAsync<PublicationTarget>(targetId, null, cancellation);
            List<Publication> due = await change.Database.Publications.Where(p => p.TargetId == targetId && p.State == PublicationState.Due)
                .ToListAsync(cancellation);
            due.ForEach(p => p.Hasten(change.Now));
            change.Journal("publication.said", target.Zone.ToString());
            return due.Count;
        },
        cancellation);
}
