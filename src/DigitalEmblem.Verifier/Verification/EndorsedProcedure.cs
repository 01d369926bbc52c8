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
        foreach (JudgedToken token in set.Tokens.Where(t => t.Accepted && t.Kind == TokenKind.Endorsement && t.Claims!.Issuer != set.Emblem!.Claims!.Issuer))
        {
            if (!IsCandidate(token, root, set.Emblem!.Emblem))
            {
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
        WarnOfForeignAssets(set);

        SecurityLevel shown = endorsers.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        SecurityLevel atMost = endorsers.Count + possible.Count > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        set.Conclude(organizationKnown ? shown : SecurityLevel.Unknown, atMost);
    }

    private static bool IsCandidate(JudgedToken token, JudgedToken root, Emblem emblem)
    {
        Endorsement endorsement = token.Endorsement;
        if (endorsement.Issuer is null)
        {
            token.Discard(FindingCode.EndorserUnnamed, "The endorsement names no issuer, and the emblem does.", Clauses.Step7);
        }
        else if (!JudgedToken.Endorses(token, root))
        {
            token.Discard(
                FindingCode.EndorsesOther, $"{endorsement.Issuer} does not endorse the key at the top of the issuer's chain, but another key or organization.", Clauses.Step7);
        }
        else if (endorsement.Log.Count == 0)
        {
            token.Discard(FindingCode.CommitmentMissing, $"{endorsement.Issuer}'s endorsement does not say where its key is committed to (log).", Clauses.Step7);
        }
        else if (!endorsement.MayEndorse)
        {
            token.Discard(FindingCode.MayNotEndorse, $"{endorsement.Issuer}'s endorsement does not permit the issuer's key to endorse (end).", Clauses.Step7);
        }
        else if (endorsement.Constraints.ViolatedBy(emblem) is [_, ..] violated)
        {
            token.Discard(
                FindingCode.ConstraintViolated, $"The emblem is not what {endorsement.Issuer} permits ({string.Join(", ", violated)}).", Clauses.Step7);
        }

        return token.Accepted;
    }

    // An endorsed issuer could mark anybody's host; only an endorser's constraint on assets (JWS profile) says otherwise (decisions.md, 16).
    private static void WarnOfForeignAssets(VerifiedSet set)
    {
        Emblem emblem = set.Emblem!.Emblem;
        if (set.Endorsers.Any(e => e.Endorsement.Constraints.Assets is not null))
        {
            return;
        }

        foreach (AssetIdentifier asset in emblem.Assets.Where(a => a.Kind != AssetKind.Unrecognized && (a.Name is null || !emblem.Issuer!.Domain.Contains(a.Name))))
        {
            set.Add(Finding.Warning(
                FindingCode.AssetOutsideIssuerDomain,
                $"The asset {asset} lies outside the issuer's domain {emblem.Issuer!.Domain}, and no endorser limits what the issuer may mark.",
                "decisions.md, 16",
                set.Emblem.Item.Number));
        }
    }
}
