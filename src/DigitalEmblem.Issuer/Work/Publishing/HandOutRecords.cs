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
        PublicationTarget target = PublicationTarget.For(asset.Name, await d.Targets.ToListAsync(cancellationToken))
            ?? throw new RefusedException(
                Refusal.NotReady, $"No publication target holds {asset.Name}: name its zone first (a target by hand will do).");
        EmblemSets sets = await EmblemSets.LoadAsync(d, [asset], clock.GetUtcNow(), cancellationToken);
        var records = RecordsByHand.Of([(asset, target)], sets, options.IhleType);
        return records.NotReady.Count == 0 ? records : throw new RefusedException(Refusal.NotReady, records.NotReady[0].Why);
    });

    /// <summary>The records of all assets of a target that are marked, or were: read as they are asked for, some names at a time.</summary>
    /// <exception cref="RefusedException">There is no such target.</exception>
    public async Task<IAsyncEnumerable<RecordsByHand>> OfTargetAsync(Guid targetId, CancellationToken cancellationToken)
    {
        List<PublicationTarget> targets = await store.ReadAsync(d => d.Targets.ToListAsync(cancellationToken));
        PublicationTarget target = targets.FirstOrDefault(t => t.Id == targetId)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        return PagesAsync(target, targets, cancellationToken);
    }

    private async IAsyncEnumerable<RecordsByHand> PagesAsync(
        PublicationTarget target, List<PublicationTarget> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string after = ""; ;)
        {
            (RecordsByHand records, string? last) = await store.ReadAsync(async d =>
            {
                List<Asset> page = await d.Assets
#pragma warning disable CA1309 // The database compares, in the order in which it sorts.
                    .Where(a => a.State != AssetState.Listed && string.Compare((string)(object)a.Name, after) > 0)
#pragma warning restore CA1309
                    .OrderBy(a => a.Name).Take(Page).ToListAsync(cancellationToken);
                Asset[] own = [.. page.Where(a => PublicationTarget.For(a.Name, targets)?.Id == target.Id)];
                EmblemSets sets = await EmblemSets.LoadAsync(d, own, clock.GetUtcNow(), cancellationToken);
                return (
                    RecordsByHand.Of(own.Select(a => (a, target)), sets, options.IhleType),
                    page.Count < Page ? null : page[^1].Name.ToString());
            });
            yield return records;
            if (last is null)
            {
                yield break;
            }

            after = last;
        }
    }
}
