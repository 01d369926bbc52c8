namespace DigitalEmblem;

/// <summary>What is known of whether a certificate was revoked.</summary>
internal enum RevocationStatus
{
    Unknown = 0,

    /// <summary>Suspended (certificateHold): it may become valid again.</summary>
    OnHold,
    NotRevoked,
    Revoked,
}
