using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The result of one attempt at a publication.</summary>
/// <param name="Publication">The publication, as it was when it was taken.</param>
/// <param name="Asset">Its asset; null if it is not there any more.</param>
/// <param name="Digest">The digest of the set that was to be published; null if nothing was to be there.</param>
/// <param name="Until">When the emblem in it expires; null if nothing was to be there.</param>
/// <param name="Outcome">What was seen, or why it failed.</param>
internal sealed record PublicationResult(
    Publication Publication, Asset? Asset, byte[]? Digest, DateTimeOffset? Until, ZoneOutcome Outcome);
