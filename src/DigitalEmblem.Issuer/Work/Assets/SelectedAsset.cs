using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>A name that was chosen for an act, with what decides whether the act is for it.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Purposes">What its emblem stands for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DeclaredUntil">Until when its declaration holds; null without one.</param>
/// <param name="ControlProvenAt">When its zone was last seen to be ours; null if never.</param>
internal sealed record SelectedAsset(
    Guid Id, DomainName Name, Purposes Purposes, AssetState State, DateTimeOffset? DeclaredUntil, DateTimeOffset? ControlProvenAt);
