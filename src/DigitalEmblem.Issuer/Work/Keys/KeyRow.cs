using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>A key with what it rests on.</summary>
/// <param name="Key">The key.</param>
/// <param name="Commitment">The commitment to a root key that counts; null if none is complete.</param>
/// <param name="Open">The certificate request that waits for its chain; null if none does.</param>
/// <param name="Endorsement">The endorsement of another key by the root key; null if none is in force.</param>
internal sealed record KeyRow(OrganizationKey Key, RootCommitment? Commitment, RootCommitment? Open, HeldEndorsement? Endorsement);
