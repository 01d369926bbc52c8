namespace DigitalEmblem;

/// <summary>What is known of whether a certificate was revoked.</summary>
internal enum RevocationStatus
{
    Unknown = 0,

    /// <summary>Suspended for the time being: neither good nor gone.</summary>
    OnHold,
    NotRevoked,
    Revoked,
}
