namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>The least that the check page asks of an emblem; the names are those of <c>SecurityLevel</c>.</summary>
internal enum AskedLevel
{
    /// <summary>The organization that the emblem names stands behind it, by a root key that it committed to in public.</summary>
    Organizational = 0,

    /// <summary>Another organization endorses it as well.</summary>
    Endorsed,

    /// <summary>A key signed it, and nothing shows whose key it is.</summary>
    Signed,
}
