using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>An officer declares that assets serve only protected purposes.</summary>
internal sealed class DeclareAssets(IssuerStore store)
{
    /// <summary>Declares all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        RunAsync(actor, ids, null, cancellationToken);

    /// <summary>Declares all of them as they were seen, or none.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="isAsSeen">Whether one is as the person saw it; null if nobody looked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">One was changed meanwhile, or its state does not allow it.</exception>
    public Task RunAsync(
        Actor actor, IReadOnlyList<Guid> ids, Func<Asset, bool>? isAsSeen, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change => await AssetActs.Declare.InAsync(
                change, await change.AssetsAsync(ids, cancellationToken), isAsSeen, cancellationToken),
            cancellationToken);
}
