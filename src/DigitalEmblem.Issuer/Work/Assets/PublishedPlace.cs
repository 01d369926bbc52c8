using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>How it stands with an asset's records at one place.</summary>
/// <param name="Publication">The publication.</param>
/// <param name="Target">The target; null if it ended meanwhile.</param>
internal sealed record PublishedPlace(Publication Publication, PublicationTarget? Target)
{
    /// <summary>Whether a person puts the records in.</summary>
    public bool IsByHand => Target?.Kind == TargetKind.ByHand;

    /// <summary>Whether something is still to be done there.</summary>
    public bool IsDue => Publication.State == PublicationState.Due;
}
