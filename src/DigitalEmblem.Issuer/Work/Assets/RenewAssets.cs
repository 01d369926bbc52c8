using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Has new emblems issued for assets now, before they are due.</summary>
internal sealed class RenewAssets(IssuerStore store)
{
    /// <summary>Makes the emblems of all of these assets due, or of none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await change.AssetsAsync(ids, cancellationToken))
            {
                if (asset.State != AssetState.Marked)
                {
                    throw new RefusedException(
                        Refusal.WrongState, $"{asset.Name} is not marked: there is nothing to renew. Mark it first.");
                }

                asset.Refresh(change.Now);
                change.Journal("asset.renewalAsked", asset.Name.ToString(), asset);
            }
        },
        cancellationToken);
}
