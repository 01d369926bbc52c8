namespace DigitalEmblem;

/// <summary>
/// What was found out about commitments before, bounded in bytes: the same few organizations endorse many emblems, and a certificate chain
/// costs some ten signature checks. It holds some thousand organizations.
/// </summary>
internal sealed class CommitmentMemory
{
    private const long MaxBytes = 8 << 20;

    private readonly BoundedCache<(CommitmentClaim, CommitmentRules), CommitmentEvidence> _known = new(MaxBytes);

    /// <summary>What is known of a commitment as of a time of judgement; null if that must be found out.</summary>
    public CommitmentEvidence? Find(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at) =>
        _known.TryGet((claim, rules), out CommitmentEvidence? known) && known.Steady.Contains(at) ? known : null;

    public void Keep(CommitmentClaim claim, CommitmentRules rules, CommitmentEvidence evidence) =>
        _known.Replace((claim, rules), evidence, KeptBytes.Of(claim) + KeptBytes.Of(evidence));
}
