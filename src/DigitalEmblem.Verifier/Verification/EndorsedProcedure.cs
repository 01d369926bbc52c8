namespace DigitalEmblem.Verifier;

/// <summary>
/// Step 7: other organizations endorse the key at the top of the issuer's chain, by root keys that they committed to. Endorsements by
/// others that do not do this are discarded.
/// </summary>
internal static class EndorsedProcedure
{
    /// <summary>The endorsements that the step looks at, in the order of the tokens.</summary>
    /// <param name="set">The set, signed, with an issuer and its chain.</param>
    public static IReadOnlyList<ExternalEndorsement> Find(VerifiedSet set)
    {
        List<ExternalEndorsement>? found = null;
        JudgedToken root = set.InternalChain[0], emblem = set.Emblem!;
        for (int i = 0; i < set.Tokens.Count; i++)
        {
            JudgedToken token = set.Tokens[i];
            if ((token.Accepted || token.UncheckedKey is not null)
                && token.Kind == TokenKind.Endorsement
                && token.Claims!.Issuer != emblem.Claims!.Issuer)
            {
                (FindingCode, FindingText)? fault = Fault(token, root, emblem.Emblem);
                CommitmentClaim? claim = fault is null && token.UncheckedKey is null ? JudgedCommitment.ClaimOf(token) : null;
                (found ??= []).Add(new ExternalEndorsement(token, fault, claim));
            }
        }

        return found ?? (IReadOnlyList<ExternalEndorsement>)[];
    }

    /// <summary>Concludes the set.</summary>
    /// <param name="set">The set, past step 6.</param>
    /// <param name="external">The endorsements by others.</param>
    /// <param name="commitments">What is known of commitments.</param>
    /// <param name="organizationKnown">Whether the issuer's own commitment could be checked.</param>
    public static void Run(
        VerifiedSet set, IReadOnlyList<ExternalEndorsement> external, CommitmentAnswers commitments, bool organizationKnown)
    {
        var endorsers = new List<JudgedToken>();
        var possible = new List<JudgedToken>();
        foreach (ExternalEndorsement one in external)
        {
            if (one.Fault is { } fault)
            {
                set.Replaced(one.Token).Discard(fault.Code, fault.Why, Clauses.Step7);
                continue;
            }

            if (one.Claim is null)
            {
                possible.Add(one.Token);
                continue;
            }

            JudgedCommitment commitment = commitments.Of(one.Token, one.Claim);
            set.Add(commitment);
            if (commitment.Holds)
            {
                endorsers.Add(one.Token);
            }
            else if (commitment.Evidence.Outcome == CommitmentOutcome.Refuted)
            {
                set.Replaced(one.Token).Discard(
                    FindingCode.CommitmentRefuted,
                    $"{commitment.Organization} is not committed to the key {commitment.KeyIdentifier}. {commitment.Why}",
                    Clauses.Step7);
            }
            else
            {
                JudgedToken open = set.Replaced(one.Token);
                possible.Add(open);
                open.Accepted = false;
                open.Warn(
                    FindingCode.CommitmentUnavailable,
                    $"It is not known whether {commitment.Organization} is committed to the key {commitment.KeyIdentifier}. "
                        + $"{commitment.Why}",
                    Clauses.Step7);
            }
        }

        set.Endorsers = endorsers;
        set.PossibleEndorsers = possible;

        SecurityLevel shown = endorsers.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        SecurityLevel atMost = endorsers.Count + possible.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        set.Conclude(organizationKnown ? shown : SecurityLevel.Unknown, atMost);
    }

    private static (FindingCode Code, FindingText Why)? Fault(JudgedToken token, JudgedToken root, Emblem emblem)
    {
        Endorsement endorsement = token.Endorsement;
        if (endorsement.Issuer is null)
        {
            return (FindingCode.EndorserUnnamed, "The endorsement names no issuer, and the emblem does.");
        }

        if (!JudgedToken.Endorses(token, root))
        {
            return (
                FindingCode.EndorsesOther,
                $"{endorsement.Issuer} does not endorse the key at the top of the issuer's chain, but another key or organization.");
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
