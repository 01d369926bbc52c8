using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A name that waits at a zone.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Publication">What is to be brought about there, and what the last attempt met.</param>
internal sealed record DueName(Guid AssetId, DomainName Name, Publication Publication);
