namespace DigitalEmblem.Verifier;

/// <summary>Step 7: other organizations, by root keys that they committed to, endorse the key at the top of the issuer's chain. Those that do not are discarded.</summary>
internal static class EndorsedProcedure
{
    /// <summary>Concludes the set.</summary>
    /// <param name="set">The set, past step 6.</param>
    /// <param name="commitments">What is known of commitments.</param>
    /// <param name="organizationKnown">Whether the issuer's own commitment could be checked.</param>
    public static void Run(VerifiedSet set, Func<CommitmentClaim, CommitmentEvidence> commitments, bool organizationKnown)
    {
        JudgedToken root = set.InternalChain[0];
        var endorsers = new List<JudgedToken>();
        var possible = new List<JudgedToken>();
        foreach (JudgedToken token in set.Tokens.Where(
            t => (t.Accepted || t.UncheckedKey is not null) && t.Kind == TokenKind.Endorsement && t.Claims!.Issuer != set.Emblem!.Claims!.Issuer))
        {
            if (Fault(token, root, set.Emblem!.Emblem) is { } fault)
            {
                token.Discard(fault.Code, fault.Why, Clauses.Step7);
                continue;
            }

            if (token.UncheckedKey is not null)
            {
                possible.Add(token);
                continue;
            }

            var commitment = JudgedCommitment.Of(token, commitments);
            set.Add(commitment);
            if (commitment.Holds)
            {
                endorsers.Add(token);
            }
            else if (commitment.Evidence.Outcome == CommitmentOutcome.Refuted)
            {
                token.Discard(
                    FindingCode.CommitmentRefuted,
                    $"{commitment.Organization} is not committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                    Clauses.Step7);
            }
            else
            {
                possible.Add(token);
                token.Accepted = false;
                token.Warn(
                    FindingCode.CommitmentUnavailable,
                    $"It is not known whether {commitment.Organization} is committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                    Clauses.Step7);
            }
        }

        set.Endorsers = endorsers;
        set.PossibleEndorsers = possible;

        SecurityLevel shown = endorsers.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        SecurityLevel atMost = endorsers.Count + possible.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        set.Conclude(organizationKnown ? shown : SecurityLevel.Unknown, atMost);
    }

    private static (FindingCode Code, string Why)? Fault(JudgedToken token, JudgedToken root, Emblem emblem)
    {
        Endorsement endorsement = token.Endorsement;
        if (endorsement.Issuer is null)
        {
            return (FindingCode.EndorserUnnamed, "The endorsement names no issuer, and the emblem does.");
        }

        if (!JudgedToken.Endorses(token, root))
        {
            return (FindingCode.EndorsesOther, $"{endorsement.Issuer} does not endorse the key at the top of the issuer's chain, but another key or organization.");
        }

        if (endorsement.Log.Count == 0)
        {
            return (FindingCode.CommitmentMissing, $"{endorsement.Issuer}'s endorsement does not say where its key is committed to (log).");
        }

        if (!endorsement.MayEndorse)
        {
            return (FindingCode.MayNotEndorse, $"{endorsement.Issuer}'s endorsement does not permit the issuer's key to endorse (end).");
        }

        return endorsement.Constraints.ViolatedBy(emblem) is [_, ..] violated
            ? (FindingCode.ConstraintViolated, $"The emblem is not what {endorsement.Issuer} permits ({string.Join(", ", violated)}).")
            : null;
    }
}
