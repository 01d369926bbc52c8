using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Withdraws the emblems of assets. One officer can do it alone. It goes before all other changes that wait, and the records are removed at
/// all targets, as soon as each name server can be reached.
/// </summary>
internal sealed class WithdrawAssets(IssuerStore store)
{
    private readonly IssuerStore _store = store.At(Precedence.Urgent);

    /// <summary>Withdraws all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => _store.ChangeAsync(
        actor,
        async change => await AssetActs.Withdraw.InAsync(change, await change.AssetsAsync(ids, cancellationToken), null, cancellationToken),
        cancellationToken);

    /// <summary>Has the records of withdrawn assets removed, as a part of the change that withdraws them.</summary>
    public static async Task UnpublishAsync(Change change, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. assets.Select(a => a.Id)];
        foreach (Publication publication in await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken))
        {
            publication.Want(emblem: false, change.Now);
        }
    }
}
