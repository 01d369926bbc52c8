using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Withdraws the emblems of assets. One officer can do it alone. The records are removed at all targets, as soon
/// as each name server can be reached.
/// </summary>
internal sealed class WithdrawAssets(IssuerStore store)
{
    /// <summary>Withdraws all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            List<Asset> assets = await change.AssetsAsync(ids, cancellationToken);
            ILookup<Guid, Publication> publications = (await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
                .ToListAsync(cancellationToken)).ToLookup(p => p.AssetId);
            foreach (Asset asset in assets)
            {
                asset.Withdraw();
                foreach (Publication publication in publications[asset.Id])
                {
                    publication.Want(emblem: false, change.Now);
                }

                change.Journal("asset.withdrawn", asset.Name.ToString());
            }
        },
        cancellationToken);
}
