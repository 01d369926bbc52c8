using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Tries an act on assets, and changes nothing: says with which of them it would be refused now.</summary>
internal sealed class TryAssets(IssuerStore store, TimeProvider clock)
{
    private const int RowsRead = 500;

    /// <summary>Tries it.</summary>
    /// <returns>Each asset with which it would be refused, in the order of the identities.</returns>
    public async Task<IReadOnlyList<AssetRefused>> RunAsync(
        Actor actor, AssetAct act, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var refused = new List<AssetRefused>();
        foreach (Guid[] some in ids.Chunk(RowsRead))
        {
            Dictionary<Guid, Asset> assets = await store.ReadAsync(
                d => d.Assets.Where(a => some.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken));
            refused.AddRange(some.Select(id => Try(actor, act, id, assets.GetValueOrDefault(id))).OfType<AssetRefused>());
        }

        return refused;
    }

    // These are copies in memory, so that the act may be tried on them.
    private AssetRefused? Try(Actor actor, AssetAct act, Guid id, Asset? asset)
    {
        if (asset is null)
        {
            return new AssetRefused(id, null, Refusal.NotFound, $"There is no such asset.");
        }

        try
        {
            act.Apply(asset, actor, clock.GetUtcNow());
            return null;
        }
        catch (RefusedException e)
        {
            return new AssetRefused(id, asset.Name, e.Refusal, e.Sentence);
        }
    }
}
