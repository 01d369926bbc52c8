using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Marking;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Marks assets, so that their emblems are due; or proposes it, where a second officer has to confirm it.</summary>
internal sealed class MarkAssets(IssuerStore store, ProposeMarks? propose = null)
{
    /// <summary>Whether a second officer has to confirm it. Any number of names is proposed at once then.</summary>
    public bool IsOnlyProposed => propose?.IsNeeded == true;

    /// <summary>Marks or proposes all of them, or none.</summary>
    /// <returns>The proposal; null if they are marked.</returns>
    public Task<MarkProposal?> RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        RunAsync(actor, ids, null, cancellationToken);

    /// <summary>Marks or proposes all of them as they were seen, or none.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="isAsSeen">Whether one is as the person saw it; null if nobody looked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The proposal; null if they are marked.</returns>
    /// <exception cref="RefusedException">One was changed meanwhile, or its state does not allow it.</exception>
    public async Task<MarkProposal?> RunAsync(
        Actor actor, IReadOnlyList<Guid> ids, Func<Asset, bool>? isAsSeen, CancellationToken cancellationToken)
    {
        if (propose is { IsNeeded: true })
        {
            return await propose.NamesAsync(actor, ids, isAsSeen, cancellationToken);
        }

        await store.ChangeAsync(
            actor,
            async change => await AssetActs.Mark.InAsync(
                change, await change.AssetsAsync(ids, cancellationToken), isAsSeen, cancellationToken),
            cancellationToken);
        return null;
    }
}
