namespace DigitalEmblem.Issuer.Domain;

/// <summary>What is kept of a passkey, as ASP.NET Core Identity verified it. Of its attestation nothing is kept.</summary>
/// <param name="Id">Its own identity (credential ID).</param>
/// <param name="PublicKey">Its public key (COSE).</param>
/// <param name="SignCount">The counter of its signatures; zero where it counts none.</param>
/// <param name="Transports">How browsers reach the authenticator, with commas between; null if it did not say.</param>
/// <param name="IsUserVerified">Whether the authenticator verified the person.</param>
/// <param name="IsBackupEligible">Whether it can be copied to other devices.</param>
/// <param name="IsBackedUp">Whether it was copied.</param>
internal sealed record PasskeyFacts(
    byte[] Id,
    byte[] PublicKey,
    long SignCount,
    string? Transports,
    bool IsUserVerified,
    bool IsBackupEligible,
    bool IsBackedUp);
