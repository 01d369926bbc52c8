using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Marks assets, so that their emblems are due.</summary>
internal sealed class MarkAssets(IssuerStore store)
{
    /// <summary>Marks all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change => await AssetActs.Mark.InAsync(change, await change.AssetsAsync(ids, cancellationToken), cancellationToken),
        cancellationToken);
}
