using System.Runtime.CompilerServices;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Gives people the records for zones that they edit by hand.</summary>
internal sealed class HandOutRecords(IssuerStore store, PublishingOptions options, TimeProvider clock)
{
    /// <summary>How many names of a target are in memory at once: a zone may have a hundred thousand.</summary>
    public const int Page = 200;

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
    /// The records of all assets of a target that are marked, or were; of one that is given up, the names at which ours may still be. They
    /// are read as they are asked for, some names at a time.
    /// </summary>
    /// <exception cref="RefusedException">There is no such target.</exception>
    public async Task<IAsyncEnumerable<RecordsByHand>> OfTargetAsync(Guid targetId, CancellationToken cancellationToken)
    {
        List<PublicationTarget> targets = await store.ReadAsync(d => d.Targets.ToListAsync(cancellationToken));
        PublicationTarget target = targets.FirstOrDefault(t => t.Id == targetId)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        return PagesAsync(target, targets, cancellationToken);
    }

    /// <summary>The records of the first names that are due at a target, so that a person puts them in one by one.</summary>
    /// <param name="targetId">The target.</param>
    /// <param name="most">How many names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">There is no such target.</exception>
    public Task<RecordsByHand> DueAtAsync(Guid targetId, int most, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        PublicationTarget target = await d.Targets.SingleOrDefaultAsync(t => t.Id == targetId, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        List<Guid> due = await d.Publications.Where(p => p.Place == target.Place && p.State == PublicationState.Due)
            .OrderBy(p => p.Id).Select(p => p.AssetId).Take(most).ToListAsync(cancellationToken);
        List<Asset> assets = await d.Assets.Where(a => due.Contains(a.Id)).OrderBy(a => a.Name).ToListAsync(cancellationToken);
        return target.IsLeaving
            ? new RecordsByHand(options.IhleType, [], [.. assets.Select(a => a.Name)], [])
            : RecordsByHand.Of(
                assets.Select(a => (a, target)),
                await EmblemSets.LoadAsync(d, assets, clock.GetUtcNow(), cancellationToken),
                options.IhleType);
    });

    private async IAsyncEnumerable<RecordsByHand> PagesAsync(
        PublicationTarget target, List<PublicationTarget> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string after = ""; ;)
        {
            (RecordsByHand records, string? last) = await store.ReadAsync(async d =>
            {
                IQueryable<Asset> assets = target.IsLeaving
                    ? d.Assets.Where(a => d.Publications.Any(
                        p => p.AssetId == a.Id && p.Place == target.Place && (p.Wanted || p.State == PublicationState.Due)))
                    : d.Assets.Where(a => a.State != AssetState.Listed);
#pragma warning disable CA1309 // The database compares, in the order in which it sorts.
                List<Asset> page = await assets.Where(a => string.Compare((string)(object)a.Name, after) > 0)
#pragma warning restore CA1309
                    .OrderBy(a => a.Name).Take(Page).ToListAsync(cancellationToken);
                return (
                    target.IsLeaving
                        ? new RecordsByHand(options.IhleType, [], [.. page.Select(a => a.Name)], [])
                        : await OfPageAsync(d, page, cancellationToken),
                    page.Count < Page ? null : page[^1].Name.ToString());
            });
            yield return records;
            if (last is null)
            {
                yield break;
            }

            after = last;
        }

        async Task<RecordsByHand> OfPageAsync(IssuerContext database, List<Asset> page, CancellationToken stop)
        {
            Asset[] own = [.. page.Where(a => PublicationTarget.AllFor(a.Name, targets).Any(t => t.Id == target.Id))];
            EmblemSets sets = await EmblemSets.LoadAsync(database, own, clock.GetUtcNow(), stop);
            return RecordsByHand.Of(own.Select(a => (a, target)), sets, options.IhleType);
        }
    }
}
