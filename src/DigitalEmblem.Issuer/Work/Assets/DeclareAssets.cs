using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>An officer declares that assets serve only protected purposes.</summary>
internal sealed class DeclareAssets(IssuerStore store)
{
    /// <summary>Declares all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change => await AssetActs.Declare.InAsync(change, await change.AssetsAsync(ids, cancellationToken), cancellationToken),
        cancellationToken);
}
