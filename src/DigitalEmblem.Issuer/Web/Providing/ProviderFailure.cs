namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>Why a sign-in by the identity provider failed.</summary>
internal enum ProviderFailure
{
    /// <summary>The provider could not be reached, or did not answer as one.</summary>
    Away,

    /// <summary>The provider said no, or the person did.</summary>
    Denied,

    /// <summary>
    /// The answer belongs to no sign-in that this browser began and that still waits: it is altered, too old, used, or another browser's.
    /// </summary>
    Foreign,

    /// <summary>The answer does not hold: signature, issuer, audience, time or nonce, or the provider refused its own code.</summary>
    NotValid,
}
