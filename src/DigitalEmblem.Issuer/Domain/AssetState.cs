namespace DigitalEmblem.Issuer.Domain;

/// <summary>Where a name or data that the organization marks stand.</summary>
internal enum AssetState
{
    /// <summary>It is on the list, and nothing of it is given out.</summary>
    Listed = 0,

    /// <summary>Its emblem is issued, given out, and renewed automatically.</summary>
    Marked,

    /// <summary>Its emblem was withdrawn. The decision needs no second person.</summary>
    Withdrawn,
}
