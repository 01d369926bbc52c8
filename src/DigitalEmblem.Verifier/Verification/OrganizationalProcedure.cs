namespace DigitalEmblem.Verifier;

/// <summary>Step 6: the organization that the emblem names stands behind it, by the root key that it committed to.</summary>
internal static class OrganizationalProcedure
{
    /// <summary>The commitment that decides the step; null if none can, and then the set is concluded.</summary>
    /// <param name="set">The set, signed.</param>
    public static CommitmentClaim? ClaimOf(VerifiedSet set)
    {
        OrganizationIdentifier issuer = set.Emblem!.Claims!.Issuer!;
        if (set.InternalChain is not [var root, ..])
        {
            set.Fail(
                FindingCode.NotEndorsedByIssuer,
                $"The emblem names {issuer}, but no endorsement of that organization for its key is valid here.",
                Clauses.Step6);
            return null;
        }

        if (root.Endorsement.Log.Count == 0)
        {
            set.Fail(
                FindingCode.CommitmentMissing,
                $"The endorsement at the top of {issuer}'s chain does not say where its key is committed to (log).",
                Clauses.Step6,
                root.Number);
            return null;
        }

        return JudgedCommitment.ClaimOf(root);
    }

    /// <summary>Whether the procedure continues; if not, the set is concluded.</summary>
    /// <param name="set">The set, signed.</param>
    /// <param name="commitment">What is known of the commitment.</param>
    public static bool Run(VerifiedSet set, JudgedCommitment commitment)
    {
        int root = set.InternalChain[0].Number;
        set.Add(commitment);
        if (commitment.Evidence.Outcome == CommitmentOutcome.Refuted)
        {
            set.Fail(
                FindingCode.CommitmentRefuted,
                $"{commitment.Organization} is not committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                Clauses.Step6,
                root);
            return false;
        }

        if (!commitment.Holds)
        {
            set.Add(Finding.Failure(
                FindingCode.CommitmentUnavailable,
                $"It is not known whether {commitment.Organization} is committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                Clauses.Step6,
                root));
        }

        return true;
    }
}
