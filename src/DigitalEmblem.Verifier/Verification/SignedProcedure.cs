namespace DigitalEmblem.Verifier;

/// <summary>Steps 3 and 4: exactly one emblem, and the endorsements of its own issuer form one linear chain down to it.</summary>
internal static class SignedProcedure
{
    /// <summary>Whether the emblem is signed; if not, the set is concluded.</summary>
    public static bool Run(VerifiedSet set, TokenLimits limits)
    {
        // Step 3.
        if (set.Tokens.Count == 0)
        {
            FailForEmblems(set, 0);
            return false;
        }

        JudgedToken[] accepted = [.. set.Tokens.Where(t => t.Accepted)];
        JudgedToken[] emblems = [.. accepted.Where(t => t.Kind == TokenKind.Emblem)];
        if (emblems.Length < 2 && Undecided(set.Tokens, emblems) is { } undecided)
        {
            set.Add(Finding.Failure(
                FindingCode.AlgorithmUnavailable,
                $"This platform cannot verify signatures of {undecided.UncheckedKey!.Algorithm}, and the result depends on one. "
                    + $"Verify on a computer that can.",
                "decisions.md, 35",
                undecided.Number));
            set.Conclude(SecurityLevel.Unknown, SecurityLevel.Endorsed);
            return false;
        }

        if (emblems.Length != 1)
        {
            FailForEmblems(set, emblems.Length);
            return false;
        }

        JudgedToken emblem = emblems[0];
        set.Emblem = emblem;

        // Step 4: the internal endorsements have the same issuer as the emblem; two tokens without an issuer are equal in this. Exactly one
        // of them endorses each token, up to the root.
        JudgedToken[] own = [.. accepted.Where(t => t.Kind == TokenKind.Endorsement && t.Claims!.Issuer == emblem.Claims!.Issuer)];
        var chain = new List<JudgedToken>();
        for (JudgedToken below = emblem; chain.Count < own.Length; below = chain[0])
        {
            switch (own.Where(e => JudgedToken.Endorses(e, below)).ToArray())
            {
                case []:
                    JudgedToken stray = own.First(e => !chain.Contains(e));
                    set.Fail(FindingCode.ChainBroken, BrokenAt(below), Clauses.Step4, stray.Number);
                    return false;
                case [var above] when chain.Contains(above):
                    set.Fail(
                        FindingCode.ChainCycle,
                        "The endorsements of the issuer go round in a circle: none of them is the first.",
                        Clauses.Step4,
                        above.Number);
                    return false;
                case [var above]:
                    chain.Insert(0, above);
                    break;
                case [.., var above] several:
                    set.Fail(
                        FindingCode.ChainBranches,
                        $"{several.Length} endorsements of the issuer endorse the same token, where there must be one: "
                            + $"perhaps a renewed endorsement is published beside the old one.",
                        Clauses.Step4,
                        above.Number);
                    return false;
            }

            if (chain.Count > limits.MaxChainLength)
            {
                set.Add(Finding.Failure(
                    FindingCode.LimitExceeded,
                    $"The chain has more than {limits.MaxChainLength} endorsements; nothing was judged.",
                    "decisions.md, 17"));
                set.Conclude(SecurityLevel.Unknown, SecurityLevel.Endorsed);
                return false;
            }
        }

        return IsValid(set, emblem, chain);
    }

    private static bool IsValid(VerifiedSet set, JudgedToken emblem, List<JudgedToken> chain)
    {
        // The root must be unique: no endorsement in the chain may endorse it.
        if (chain.Any(e => JudgedToken.Endorses(e, chain[0])))
        {
            set.Fail(
                FindingCode.ChainCycle,
                "The endorsements of the issuer go round in a circle: none of them is the first.",
                Clauses.Step4,
                chain[0].Number);
            return false;
        }

        foreach (JudgedToken endorsement in chain.SkipLast(1).Where(e => !e.Endorsement.MayEndorse))
        {
            set.Fail(
                FindingCode.MayNotEndorse,
                "An endorsement stands above another one, and does not permit its key to endorse (end).",
                Clauses.Step4,
                endorsement.Number);
            return false;
        }

        foreach (JudgedToken endorsement in chain)
        {
            if (endorsement.Endorsement.Constraints.ViolatedBy(emblem.Emblem) is [_, ..] violated)
            {
                set.Fail(
                    FindingCode.ConstraintViolated,
                    $"The emblem is not what its issuer's endorsement permits ({string.Join(", ", violated)}).",
                    Clauses.Step4,
                    endorsement.Number);
                return false;
            }
        }

        set.InternalChain = chain;
        return true;
    }

    /// <summary>A token on which the emblem or its chain may rest, and whose signature this platform cannot verify.</summary>
    private static JudgedToken? Undecided(IReadOnlyList<JudgedToken> tokens, JudgedToken[] emblems)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            JudgedToken token = tokens[i];
            if (token.UncheckedKey is not null
                && (token.Kind == TokenKind.Emblem || (emblems is [var only] && token.Claims!.Issuer == only.Claims!.Issuer)))
            {
                return token;
            }
        }

        return null;
    }

    private static FindingText NoEmblem(VerifiedSet set) => set.Tokens.Where(t => t.Kind != TokenKind.Endorsement).ToArray() switch
    {
        [] when set.EmblemShown => FindingText.Of(
            $"There is no emblem. {FindingText.Of(set.Findings.First(f => f.Severity == FindingSeverity.Warning))}"),
        [] => set.Tokens.Count > 0 ? FindingText.Of($"There are endorsements, but no emblem.") : FindingText.Of($"There is no token."),
        [var only] => FindingText.Of(
            $"There is no valid emblem. {FindingText.Of(only.Findings.First(f => f.Severity == FindingSeverity.Failure))}"),
        var several => FindingText.Of(
            $"There is no valid emblem: each of {several.Length} was discarded, as its findings say."),
    };

    private static FindingText BrokenAt(JudgedToken below) => below.Kind == TokenKind.Emblem
        ? FindingText.Of(
            $"Endorsements of the issuer are there, but none endorses the emblem: they endorse another key, or another organization.")
        : FindingText.Of(
            $"An endorsement of the issuer does not belong to the chain down to the emblem: "
                + $"it endorses another key, or goes round in a circle.");

    private static void FailForEmblems(VerifiedSet set, int count)
    {
        if (count > 1)
        {
            set.Fail(
                FindingCode.SeveralEmblems,
                $"{count} emblems are valid, where exactly one must be: perhaps a renewed emblem is published beside the old one.",
                Clauses.Step3);
        }
        else
        {
            set.Fail(
                FindingCode.NoEmblem,
                NoEmblem(set),
                Clauses.Step3);
        }
    }
}
