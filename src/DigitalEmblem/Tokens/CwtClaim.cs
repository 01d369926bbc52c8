namespace DigitalEmblem;

/// <summary>The claims of the CWT profile, in the order in which they are read.</summary>
internal enum CwtClaim
{
    Version,
    Issuer,
    NotBefore,
    Expires,
    IssuedAt,
    Purposes,
    Assets,
    Log,
    Subject,
    EndorsedKey,
    MayEndorse,
}
