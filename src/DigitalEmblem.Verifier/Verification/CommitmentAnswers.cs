namespace DigitalEmblem.Verifier;

/// <summary>
/// The gathered evidence as one conclusion reads it, as of its instant. It notes until when the answers that were used hold.
/// </summary>
internal sealed class CommitmentAnswers(GatheredEvidence evidence, DateTimeOffset at, SteadyTime steady)
{
    /// <summary>What is known of the commitment that an endorsement claims.</summary>
    public JudgedCommitment Of(JudgedToken endorsement, CommitmentClaim claim)
    {
        CommitmentEvidence known = evidence.Of(claim, at);
        steady.Turns(known.Steady);
        return JudgedCommitment.Of(endorsement, claim, known);
    }
}
