using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>What became of a certificate that was brought.</summary>
/// <param name="Key">The root key that it binds.</param>
/// <param name="Commitment">The commitment in use now.</param>
/// <param name="IsFormer">Whether the key had this certificate before and has a newer one now, so that nothing was changed.</param>
internal sealed record ImportedCertificate(OrganizationKey Key, RootCommitment Commitment, bool IsFormer);
