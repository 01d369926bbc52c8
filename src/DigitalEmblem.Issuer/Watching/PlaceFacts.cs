using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>The facts about one name at one target.</summary>
/// <param name="Publication">What should be there; null if nothing ever was to be.</param>
/// <param name="Authoritative">What the target's server shows; null if its records are put in by hand.</param>
internal sealed record PlaceFacts(Publication? Publication, NameStanding? Authoritative)
{
    /// <summary>Whether our set was seen there, and belongs there.</summary>
    public bool IsSettled => Publication is { State: PublicationState.Seen, Wanted: true };

    /// <summary>Whether our set was seen to be gone, and belongs nowhere there.</summary>
    public bool IsRemoved => Publication is { State: PublicationState.Seen, Wanted: false };
}
