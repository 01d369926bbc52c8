using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Has new emblems issued for assets now, before they are due.</summary>
internal sealed class RenewAssets(IssuerStore store)
{
    /// <summary>Makes the emblems of all of these assets due, or of none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change => await AssetActs.Renew.InAsync(change, await change.AssetsAsync(ids, cancellationToken), null, cancellationToken),
        cancellationToken);
}
