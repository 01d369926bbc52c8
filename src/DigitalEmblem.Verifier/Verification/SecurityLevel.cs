namespace DigitalEmblem.Verifier;

/// <summary>
/// What a set of tokens shows (core-02, validation), weakest first. How far to trust it is another question (<see cref="TrustPolicy"/>).
/// </summary>
public enum SecurityLevel
{
    /// <summary>No emblem was shown: there is nothing that could be at any level (decisions.md, 13).</summary>
    None = 0,

    /// <summary>What was shown is wrong.</summary>
    Invalid,

    /// <summary>
    /// It depends on a question that was not answered: anything from <see cref="Invalid"/> to <see cref="VerifiedSet.LevelAtMost"/>.
    /// </summary>
    Unknown,

    /// <summary>A key signed the emblem, and no organization is shown to own the key. Do not rely on this alone.</summary>
    Signed,

    /// <summary>The organization that the emblem names stands behind it, by a root key it committed to in public.</summary>
    Organizational,

    /// <summary>At least one other organization, by a root key it committed to in public, endorses the issuer.</summary>
    Endorsed,
}
