using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The result of one attempt at a publication.</summary>
/// <param name="Publication">The publication, as it was when it was taken.</param>
/// <param name="Digest">The digest of the set that was to be published.</param>
/// <param name="Fault">Why it failed, for a person; null if the set was seen.</param>
internal sealed record PublicationResult(Publication Publication, byte[]? Digest, string? Fault);
