using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Withdraws the emblems of assets. One officer can do it alone. The records are removed as soon as the name server can be reached.
/// </summary>
internal sealed class WithdrawAssets(IssuerStore store)
{
    /// <summary>Withdraws all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            List<Asset> assets = await change.AssetsAsync(ids, cancellationToken);
            Dictionary<Guid, Publication> publications = await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
                .ToDictionaryAsync(p => p.AssetId, cancellationToken);
            foreach (Asset asset in assets)
            {
                asset.Withdraw();
                if (publications.TryGetValue(asset.Id, out Publication? publication))
                {
                    publication.Want(emblem: false, publication.TargetId, change.Now);
                }

                change.Journal("asset.withdrawn", asset.Name.ToString(), asset);
            }
        },
        cancellationToken);
}
