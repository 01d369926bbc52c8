namespace DigitalEmblem.Issuer.Custody;

/// <summary>Why a private key could not be made, opened, used or destroyed.</summary>
internal enum KeyFault
{
    /// <summary>The store was asked, and has no such key.</summary>
    NotFound,

    /// <summary>The store has another key under this reference.</summary>
    AnotherKey,

    /// <summary>The passphrase or PIN cannot be read.</summary>
    SecretMissing,

    /// <summary>The passphrase or PIN was refused.</summary>
    SecretRefused,

    /// <summary>The stored key is not as it was written.</summary>
    Damaged,

    /// <summary>Others than the issuer can read the secret, or the token could give it out.</summary>
    Exposed,

    /// <summary>The store cannot do what is asked.</summary>
    NotSupported,

    /// <summary>The store cannot be used now: it may be later.</summary>
    Unavailable,

    /// <summary>The key is on another machine.</summary>
    Offline,

    /// <summary>The key was retired, suspended or compromised, and signs nothing.</summary>
    Forgotten,
}
