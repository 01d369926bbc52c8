namespace DigitalEmblem.Discovery;

/// <summary>What a certificate in a log is to the holder of a name.</summary>
internal enum SightingKind
{
    /// <summary>It is for the name under which the organization binds its root keys, and is not known.</summary>
    Unknown = 0,

    /// <summary>It is for a name under which root keys are bound, below a domain that readers take for the organization's.</summary>
    LookAlike,

    /// <summary>It is for a domain that readers take for the organization's, and binds no root key.</summary>
    LookAlikeDomain,
}
