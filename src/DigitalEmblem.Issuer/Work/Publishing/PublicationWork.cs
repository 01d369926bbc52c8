using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>What people do about publications: take the records, say that they are in, and see how it stands.</summary>
internal sealed class PublicationWork(IssuerStore store, PublishingOptions options, TimeProvider clock)
{
    /// <summary>The records of one asset.</summary>
    /// <exception cref="RefusedException">No target holds it, or its set is not ready.</exception>
    public Task<RecordsToPublish> RecordsOfAssetAsync(Guid assetId, CancellationToken cancellation) => store.ReadAsync(async d =>
    {
        Asset asset = await d.Assets.SingleOrDefaultAsync(a => a.Id == assetId, cancellation) ?? throw new RefusedException(Refusal.NotFound, $"There is no Asset {assetId}.");
        PublicationTarget target = PublicationTarget.For(asset.Name, await d.Targets.ToListAsync(cancellation))
            ?? throw new RefusedException(Refusal.NotReady, $"No publication target holds {asset.Name}: name its zone first (a target by hand will do).");
        PublishedSets sets = await PublishedSets.LoadAsync(d, [asset], clock.GetUtcNow(), cancellation);
        var records = RecordsToPublish.Of([(asset, target)], sets, options.IhleType);
        return records.NotReady.Count == 0 ? records : throw new RefusedException(Refusal.NotReady, records.NotReady[0].Why);
    });

    /// <summary>The records of all assets of a target that are marked, or were.</summary>
    public Task<RecordsToPublish> RecordsOfTargetAsync(Guid targetId, CancellationToken cancellation) => store.ReadAsync(async d =>
    {
        List<PublicationTarget> targets = await d.Targets.ToListAsync(cancellation);
        PublicationTarget target = targets.SingleOrDefault(t => t.Id == targetId) ?? throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        List<Asset> assets = await d.Assets.Where(a => a.State != AssetState.Listed).OrderBy(a => a.Name).ToListAsync(cancellation);
        Asset[] own = [.. assets.Where(a => PublicationTarget.For(a.Name, targets)?.Id == target.Id)];
        var parts = new List<RecordsToPublish>();
        foreach (Asset[] some in own.Chunk(500))
        {
            parts.Add(RecordsToPublish.Of(some.Select(a => (a, target)), await PublishedSets.LoadAsync(d, some, clock.GetUtcNow(), cancellation), options.IhleType));
        }

        return new RecordsToPublish(options.IhleType, [.. parts.SelectMany(p => p.Present)], [.. parts.SelectMany(p => p.Absent)], [.. parts.SelectMany(p => p.NotReady)]);
    });

    /// <summary>Somebody says that an asset's records are in, or that its server is back: it is looked at now.</summary>
    public Task<Publication> HastenAssetAsync(string actor, Guid assetId, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Asset asset = await change.GetAsync<Asset>(assetId, null, cancellation);
            await AdoptAsync(change, [asset], cancellation);
            Publication publication = change.Database.Publications.Local.SingleOrDefault(p => p.AssetId == assetId)
                ?? await change.Database.Publications.SingleOrDefaultAsync(p => p.AssetId == assetId, cancellation)
                ?? throw new RefusedException(Refusal.NotReady, $"Nothing is to be published for {asset.Name}: it is '{asset.State}', or no target holds it.");
            publication.Hasten(change.Now);
            change.Journal("publication.said", asset.Name.ToString());
            return publication;
        },
        cancellation);

    /// <summary>Somebody says that a target's records are in, or that its server is back: all of it that is due is looked at now.</summary>
    /// <returns>How many names.</returns>
    public Task<int> HastenTargetAsync(string actor, Guid targetId, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            PublicationTarget target = await change.GetAsync<PublicationTarget>(targetId, null, cancellation);
            List<Publication> due = await change.Database.Publications.Where(p => p.TargetId == targetId && p.State == PublicationState.Due).ToListAsync(cancellation);
            due.ForEach(p => p.Hasten(change.Now));
            change.Journal("publication.said", target.Zone.ToString());
            return due.Count;
        },
        cancellation);

    /// <summary>How it stands with an asset's publication; null if nothing of it was ever to be published.</summary>
    public Task<Publication?> OfAssetAsync(Guid assetId, CancellationToken cancellation) => store.ReadAsync(d => d.Publications.SingleOrDefaultAsync(p => p.AssetId == assetId, cancellation));

    /// <summary>Has emblems published that were issued before there was a target for them.</summary>
    /// <returns>How many.</returns>
    public Task<int> AdoptAsync(CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellation);
            var without = await change.Database.Assets
                .Where(a => a.State == AssetState.Marked && a.EmblemId != null && !change.Database.Publications.Any(p => p.AssetId == a.Id)).Select(a => new { a.Id, a.Name }).ToListAsync(cancellation);
            List<Guid> held = [.. without.Where(a => PublicationTarget.For(a.Name, targets) is not null).Select(a => a.Id).Take(options.BatchSize)];
            return held.Count == 0 ? 0 : await AdoptAsync(change, await change.Database.Assets.Where(a => held.Contains(a.Id)).ToListAsync(cancellation), cancellation);
        },
        cancellation);

    private static async Task<int> AdoptAsync(Change change, IReadOnlyCollection<Asset> assets, CancellationToken cancellation)
    {
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellation);
        int count = 0;
        foreach (Asset asset in assets.Where(a => a.State == AssetState.Marked && a.EmblemId is not null))
        {
            if (PublicationTarget.For(asset.Name, targets) is not { } target || await change.Database.Publications.AnyAsync(p => p.AssetId == asset.Id, cancellation))
            {
                continue;
            }

            var publication = Publication.Create(asset, target, change.Now);
            publication.Want(emblem: true, target.Id, change.Now);
            change.Database.Add(publication);
            count++;
        }

        return count;
    }
}
