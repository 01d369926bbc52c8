namespace DigitalEmblem.Issuer.Secrets;

/// <summary>Why a secret could not be read, kept or deleted.</summary>
internal enum SecretFault
{
    /// <summary>It is not where the settings say, or cannot be read there.</summary>
    Missing,

    /// <summary>Other users of the machine can read it.</summary>
    Exposed,

    /// <summary>The file was not written by this service.</summary>
    Damaged,

    /// <summary>The disk or the folder cannot be used now; it may be usable later.</summary>
    Unavailable,
}
