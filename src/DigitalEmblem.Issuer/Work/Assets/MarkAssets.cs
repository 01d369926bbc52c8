using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.Risks;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Marks assets, so that their emblems are due; or proposes it, where a second officer has to confirm it.</summary>
internal sealed class MarkAssets(IssuerStore store, ProposeMarks? propose = null, AcknowledgeRisks? risks = null)
{
    /// <summary>Whether a second officer has to confirm it. Any number of names is proposed at once then.</summary>
    public bool IsOnlyProposed => propose?.IsNeeded == true;

    /// <summary>Marks or proposes all of them, or none.</summary>
    /// <returns>The proposal; null if they are marked.</returns>
    public Task<MarkProposal?> RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        RunAsync(actor, ids, null, RiskKinds.None, cancellationToken);

    /// <summary>Marks or proposes all of them as they were seen, or none.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="isAsSeen">Whether one is as the person saw it; null if nobody looked.</param>
    /// <param name="acknowledged">The kinds of risks that the officer acknowledges.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The proposal; null if they are marked.</returns>
    /// <exception cref="OpenRisksException">One has risks that nobody has acknowledged.</exception>
    /// <exception cref="RefusedException">One was changed meanwhile, or its state does not allow it.</exception>
    public async Task<MarkProposal?> RunAsync(
        Actor actor,
        IReadOnlyList<Guid> ids,
        Func<Asset, bool>? isAsSeen,
        RiskKinds acknowledged,
        CancellationToken cancellationToken)
    {
        await AcknowledgeAsync(actor, ids, acknowledged, cancellationToken);
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

    /// <summary>Says of which names risks were not acknowledged, and changes nothing.</summary>
    public Task<IReadOnlyList<AssetRefused>> TryAsync(
        IReadOnlyList<Guid> ids, RiskKinds acknowledged, CancellationToken cancellationToken) =>
        risks?.TryAsync(ids, acknowledged, cancellationToken) ?? Task.FromResult<IReadOnlyList<AssetRefused>>([]);

    /// <summary>Looks for risks of names that an errand marks then, as <c>RunAsync</c> does for few.</summary>
    /// <exception cref="OpenRisksException">One has risks that nobody has acknowledged.</exception>
    /// <exception cref="RefusedException">One of the names is missing, or could not be marked now.</exception>
    public Task AcknowledgeAsync(
        Actor actor, IReadOnlyList<Guid> ids, RiskKinds acknowledged, CancellationToken cancellationToken) =>
        risks?.RunAsync(actor, ids, acknowledged, cancellationToken) ?? Task.CompletedTask;
}
