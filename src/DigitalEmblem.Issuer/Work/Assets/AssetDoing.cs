using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What an officer does with one asset whose page is open, by the acts that take many or one.</summary>
internal sealed class AssetDoing(
    DeclareAssets declare, CheckControl check, MarkAssets mark, RenewAssets renew, LookNow look,
    HastenPublication hasten, TakeOverName takeOver, ChangeAsset change, LabelAsset label, SetProfiles set,
    RemoveAsset remove)
{
    /// <summary>Whether marking needs a second officer.</summary>
    public bool IsOnlyProposed => mark.IsOnlyProposed;

    /// <summary>Declares the version that was seen: another one may have other purposes.</summary>
    /// <exception cref="RefusedException">It was changed meanwhile.</exception>
    public Task DeclareAsync(Actor actor, Guid id, Guid seen, CancellationToken cancellationToken) =>
        declare.RunAsync(actor, [id], a => a.DecisionVersion == seen, cancellationToken);

    /// <summary>Marks the version that was seen, or proposes it to a second officer.</summary>
    /// <returns>The proposal; null if it is marked.</returns>
    /// <exception cref="RefusedException">It was changed meanwhile, has risks to acknowledge, or lacks what it needs.</exception>
    public Task<MarkProposal?> MarkAsync(
        Actor actor, Guid id, Guid seen, RiskKinds acknowledged, CancellationToken cancellationToken) =>
        mark.RunAsync(actor, [id], a => a.DecisionVersion == seen, acknowledged, cancellationToken);

    /// <summary>Looks whether its zone is ours.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="id">The asset.</param>
    /// <param name="publish">Whether the service puts the record there first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ControlFinding> CheckControlAsync(Actor actor, Guid id, bool publish, CancellationToken cancellationToken) =>
        (await check.RunAsync(actor, [id], publish, cancellationToken))[0];

    /// <summary>Has a new emblem issued now.</summary>
    public Task RenewAsync(Actor actor, Guid id, CancellationToken cancellationToken) => renew.RunAsync(actor, [id], cancellationToken);

    /// <summary>Looks now at what the world sees.</summary>
    public Task LookAsync(Actor actor, Guid id, CancellationToken cancellationToken) => look.RunAsync(actor, id, cancellationToken);

    /// <summary>A person says that the records are in, or out.</summary>
    public Task SayPublishedAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        hasten.OfAssetAsync(actor, id, cancellationToken);

    /// <summary>Replaces the records of another party that were seen, by their digests.</summary>
    /// <exception cref="RefusedException">Others stand there now, or none.</exception>
    public Task TakeOverAsync(Actor actor, Guid id, IReadOnlyCollection<string> seen, CancellationToken cancellationToken) =>
        takeOver.RunAsync(actor, id, seen, cancellationToken);

    /// <summary>Changes purposes and lifetime.</summary>
    public Task<Asset> ChangeAsync(
        Actor actor, Guid id, Guid seen, Purposes purposes, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        change.RunAsync(actor, id, seen, purposes, lifetime, cancellationToken);

    /// <summary>Puts these labels in the place of all that it has; null for none.</summary>
    public Task LabelAsync(Actor actor, Guid id, Guid seen, AssetLabels? labels, CancellationToken cancellationToken) =>
        label.RunAsync(actor, id, seen, labels, cancellationToken);

    /// <summary>Removes it from the list, as it was seen.</summary>
    /// <returns>The asset while it waits for the DNS; null if it is gone.</returns>
    public Task<Asset?> RemoveAsync(Actor actor, Guid id, Guid seen, CancellationToken cancellationToken) =>
        remove.RunAsync(actor, id, seen, cancellationToken);

    /// <summary>Sets the profiles; null for those of its zone.</summary>
    public Task SetProfilesAsync(Actor actor, Guid id, Guid seen, MarkProfiles? profiles, CancellationToken cancellationToken) =>
        set.OfAssetAsync(actor, id, seen, profiles, cancellationToken);
}
