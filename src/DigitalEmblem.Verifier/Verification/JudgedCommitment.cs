namespace DigitalEmblem.Verifier;

/// <summary>One commitment that the procedure asked about.</summary>
/// <param name="Organization">The organization that should have committed.</param>
/// <param name="Key">The key it should have committed to.</param>
/// <param name="KeyIdentifier">Its identifier, in the form of the token's profile.</param>
/// <param name="Log">Where the token says that the commitment stands.</param>
/// <param name="Evidence">What is known of it.</param>
public sealed record JudgedCommitment(
    OrganizationIdentifier Organization,
    VerificationKey Key,
    KeyIdentifier KeyIdentifier,
    ValueList<CommitmentEntry> Log,
    CommitmentEvidence Evidence)
{
    /// <summary>Whether it counts as proven (proven, or assumed at the caller's wish).</summary>
    public bool Holds => Evidence.Outcome is CommitmentOutcome.Proven or CommitmentOutcome.Assumed;

    /// <summary>What was claimed.</summary>
    public CommitmentClaim Claim => new(Organization, Key, Log);

    internal string Why => string.Join(' ', Evidence.Reasons);

    /// <summary>What an endorsement claims of the key that signed it.</summary>
    internal static CommitmentClaim ClaimOf(JudgedToken endorsement) =>
        new(endorsement.Claims!.Issuer!, endorsement.Key!, endorsement.Endorsement.Log);

    internal static JudgedCommitment Of(JudgedToken endorsement, CommitmentClaim claim, CommitmentEvidence evidence) =>
        new(claim.Organization, claim.Key, claim.Key.IdentifierIn(endorsement.Item.Token!.Profile), claim.Log, evidence);
}
