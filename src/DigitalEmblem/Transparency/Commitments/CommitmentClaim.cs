namespace DigitalEmblem;

/// <summary>What an endorsement claims of the key that signed it: that its issuer committed to it, and where that is logged.</summary>
/// <param name="Organization">The organization (<c>iss</c>).</param>
/// <param name="Key">The root key.</param>
/// <param name="Log">Where a certificate that binds the key to the organization is logged (<c>log</c>).</param>
public sealed record CommitmentClaim(OrganizationIdentifier Organization, VerificationKey Key, ValueList<CommitmentEntry> Log);
