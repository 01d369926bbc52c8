namespace DigitalEmblem.Issuer.Domain;

/// <summary>How a person signs in.</summary>
internal enum CredentialKind
{
    /// <summary>A passkey (WebAuthn), with user verification.</summary>
    Passkey = 0,

    /// <summary>A password and a code of six digits that changes (RFC 6238).</summary>
    PasswordWithCode,
}
