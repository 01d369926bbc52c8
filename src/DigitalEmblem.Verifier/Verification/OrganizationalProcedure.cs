namespace DigitalEmblem.Verifier;

/// <summary>Step 6: the organization that the emblem names stands behind it, by the root key that it committed to.</summary>
internal static class OrganizationalProcedure
{
    /// <summary>Whether the procedure goes on; if not, the set is concluded.</summary>
    /// <param name="set">The set, signed.</param>
    /// <param name="commitments">What is known of commitments.</param>
    /// <param name="known">False if the commitment could not be checked.</param>
    public static bool Run(VerifiedSet set, Func<CommitmentClaim, CommitmentEvidence> commitments, out bool known)
    {
        known = false;
        OrganizationIdentifier issuer = set.Emblem!.Claims!.Issuer!;
        if (set.InternalChain is not [var root, ..])
        {
            set.Fail(
                FindingCode.NotEndorsedByIssuer, $"The emblem names {issuer}, but no endorsement of that organization for its key is valid here.", Clauses.Step6);
            return false;
        }

        if (root.Endorsement.Log.Count == 0)
        {
            set.Fail(
                FindingCode.CommitmentMissing, $"The endorsement at the top of {issuer}'s chain does not say where its key is committed to (log).", Clauses.Step6, root.Number);
            return false;
        }

        var commitment = JudgedCommitment.Of(root, commitments);
        set.Add(commitment);
        if (commitment.Evidence.Outcome == CommitmentOutcome.Refuted)
        {
            set.Fail(
                FindingCode.CommitmentRefuted, $"{issuer} is not committed to the key {commitment.KeyIdentifier}. {commitment.Why}", Clauses.Step6, root.Number);
            return false;
        }

        known = commitment.Holds;
        if (!known)
        {
            set.Add(Finding.Failure(
                FindingCode.CommitmentUnavailable,
                $"It is not known whether {issuer} is committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                Clauses.Step6,
                root.Number));
        }

        return true;
    }
}
