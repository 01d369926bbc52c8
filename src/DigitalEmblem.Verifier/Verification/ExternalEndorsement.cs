namespace DigitalEmblem.Verifier;

/// <summary>An endorsement by another organization, before anything is known of its commitment (core-02, validation, step 7).</summary>
/// <param name="Token">The endorsement.</param>
/// <param name="Fault">Why it cannot count, whatever its commitment is; null if it can.</param>
/// <param name="Claim">
/// The commitment that decides whether it counts; null if it cannot, or if this platform cannot verify its signature.
/// </param>
internal sealed record ExternalEndorsement(JudgedToken Token, (FindingCode Code, FindingText Why)? Fault, CommitmentClaim? Claim);
