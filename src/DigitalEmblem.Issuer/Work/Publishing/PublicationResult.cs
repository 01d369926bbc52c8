using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>What came of bringing about one publication.</summary>
/// <param name="Publication">The publication, as it was when it was taken.</param>
/// <param name="Digest">The digest of the set that was brought about.</param>
/// <param name="Fault">Why it did not go, for a person; null if it was seen.</param>
internal sealed record PublicationResult(Publication Publication, byte[]? Digest, string? Fault);
