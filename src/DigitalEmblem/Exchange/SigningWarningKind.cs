namespace DigitalEmblem;

/// <summary>What a <see cref="SigningWarning"/> is about.</summary>
internal enum SigningWarningKind
{
    /// <summary>It has expired already, so no validator would accept it.</summary>
    Expired = 0,

    /// <summary>It is valid for longer than a year.</summary>
    LongValidity,

    /// <summary>It endorses the key of another organization.</summary>
    OtherOrganization,

    /// <summary>It permits the endorsed key to endorse further keys (<c>end</c>).</summary>
    MayEndorse,

    /// <summary>Its purposes are not protective use alone.</summary>
    BeyondProtective,

    /// <summary>It is an endorsement that does not say where the signing key is committed to (<c>log</c>).</summary>
    NoCommitment,

    /// <summary>It is an emblem for a name that does not lie under the organization's own domain.</summary>
    ForeignAsset,
}
