namespace DigitalEmblem;

/// <summary>
/// A commitment that was verified, with all that is needed to verify it again: what a store keeps (decisions.md, 22). The statement that it
/// was proven is a note only, and is never taken for a proof.
/// </summary>
/// <param name="Claim">What was claimed.</param>
/// <param name="Material">The chains and log entries that show it.</param>
/// <param name="VerifiedAt">When it was verified.</param>
/// <param name="Assurance">How it was known that a log holds it.</param>
public sealed record CommitmentRecord(CommitmentClaim Claim, CommitmentMaterial Material, DateTimeOffset VerifiedAt, LogAssurance Assurance)
{
    /// <summary>A record of a commitment that the evidence proves; null if it does not.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="material">What is at hand; what does not bear on the claim is left out.</param>
    /// <param name="evidence">What verification made of it.</param>
    /// <param name="logs">
    /// The log list by which it was verified. If its publisher signed it, the record keeps it, so that the commitment outlives a log
    /// that is retired later (decisions.md, 22).
    /// </param>
    /// <param name="at">When.</param>
    public static CommitmentRecord? Of(
        CommitmentClaim claim, CommitmentMaterial material, CommitmentEvidence evidence, LogList? logs, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Outcome != CommitmentOutcome.Proven || !evidence.Entries.Any(e => e.Outcome == CommitmentOutcome.Proven)
            ? null
            : new CommitmentRecord(
                claim,
                material.For(claim.Log).ListedBy(logs, evidence.Entries),
                at.ToUniversalTime(),
                evidence.Entries.Where(e => e.Outcome == CommitmentOutcome.Proven).Max(e => e.Assurance));
    }

    /// <summary>Verifies it, as of now and with whom you trust now.</summary>
    /// <param name="trust">Logs, roots and what is revoked.</param>
    /// <param name="rules">How strictly.</param>
    /// <param name="at">The time of judgement.</param>
    public CommitmentEvidence Verify(TransparencyTrust trust, CommitmentRules rules, DateTimeOffset at) =>
        HeldEvidence.Of(Material, trust).ForCommitment(Claim, rules, at);

    /// <summary>
    /// Several records as one JSON document, version 1: the same records give the same bytes, so that a hash or a signature over the file
    /// covers them.
    /// </summary>
    /// <param name="records">The records; written in the order of organization and key.</param>
    public static byte[] WriteJson(IEnumerable<CommitmentRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return CommitmentRecordJson.Write(records);
    }

    /// <summary>Reads such a document. Nothing in it is verified.</summary>
    /// <param name="utf8">The document.</param>
    /// <exception cref="TokenFormatException">It is none, or of another version.</exception>
    public static IReadOnlyList<CommitmentRecord> ReadJson(ReadOnlyMemory<byte> utf8) => CommitmentRecordJson.Read(utf8);
}
