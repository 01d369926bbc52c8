using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Gives people the records for zones that they edit by hand.</summary>
internal sealed class HandOutRecords(IssuerStore store, PublishingOptions options, TimeProvider clock)
{
    /// <summary>The records of one asset.</summary>
    /// <exception cref="RefusedException">It has no target, or its set is not ready.</exception>
    public Task<RecordsByHand> OfAssetAsync(Guid assetId, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        Asset asset = await d.Assets.SingleOrDefaultAsync(a => a.Id == assetId, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no Asset {assetId}.");
        // What a person puts in is for the target by hand; the others take the same records with their own time to live.
        PublicationTarget target = PublicationTarget.AllFor(asset.Name, await d.Targets.ToListAsync(cancellationToken))
            .OrderByDescending(t => t.Kind == TargetKind.ByHand).FirstOrDefault()
            ?? throw new RefusedException(
                Refusal.NotReady, $"No publication target holds {asset.Name}: name its zone first (a target by hand will do).");
        EmblemSets sets = await EmblemSets.LoadAsync(d, [asset], clock.GetUtcNow(), cancellationToken);
        var records = RecordsByHand.Of([(asset, target)], sets, options.IhleType);
        return records.NotReady.Count == 0 ? records : throw new RefusedException(Refusal.NotReady, records.NotReady[0].Why);
    });

    /// <summary>
    /// The records of all assets of a target that are marked, or were; of one that is given up, the names at which ours may still be.
    /// </summary>
    public Task<RecordsByHand> OfTargetAsync(Guid targetId, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        List<PublicationTarget> targets = await d.Targets.ToListAsync(cancellationToken);
        PublicationTarget target = targets.SingleOrDefault(t => t.Id == targetId)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        if (target.IsLeaving)
        {
            List<DomainName> left = await d.Assets
                .Where(a => d.Publications.Any(p => p.AssetId == a.Id && p.TargetId == targetId && p.State == PublicationState.Due))
                .OrderBy(a => a.Name).Select(a => a.Name).ToListAsync(cancellationToken);
            return new RecordsByHand(options.IhleType, [], left, []);
        }

        List<Asset> assets = await d.Assets.Where(a => a.State != AssetState.Listed).OrderBy(a => a.Name).ToListAsync(cancellationToken);
        Asset[] own = [.. assets.Where(a => PublicationTarget.AllFor(a.Name, targets).Any(t => t.Id == targetId))];
        var parts = new List<RecordsByHand>();
        foreach (Asset[] some in own.Chunk(500))
        {
            parts.Add(RecordsByHand.Of(
                some.Select(a => (a, target)),
                await EmblemSets.LoadAsync(d, some, clock.GetUtcNow(), cancellationToken),
                options.IhleType));
        }

        return new RecordsByHand(
            options.IhleType,
            [.. parts.SelectMany(p => p.Present)],
            [.. parts.SelectMany(p => p.Absent)],
            [.. parts.SelectMany(p => p.NotReady)]);
    });
}
