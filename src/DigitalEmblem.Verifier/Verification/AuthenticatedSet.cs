namespace DigitalEmblem.Verifier;

/// <summary>
/// One set after steps 0 to 5 of the procedure, and the commitments that decide the rest. Immutable, because concluding works on a copy.
/// </summary>
internal sealed class AuthenticatedSet
{
    private AuthenticatedSet(VerifiedSet set, CommitmentClaim? root, IReadOnlyList<ExternalEndorsement> external, AuthenticatedSet? later)
    {
        Set = set;
        Root = root;
        External = external;
        Later = later;
    }

    /// <summary>What the tokens alone show.</summary>
    public VerifiedSet Set { get; }

    /// <summary>The commitment of the emblem's issuer; null if the set is decided without it.</summary>
    public CommitmentClaim? Root { get; }

    /// <summary>The endorsements by others, in the order of the tokens.</summary>
    public IReadOnlyList<ExternalEndorsement> External { get; }

    /// <summary>The same set judged later, by as much as the clock may be slow, if that could make it valid (decisions.md, 33).</summary>
    public AuthenticatedSet? Later { get; }

    /// <summary>The commitments that decide the rest.</summary>
    public SetQuestions Questions => Root is null && Later is null
        ? SetQuestions.None
        : new SetQuestions(
            Root,
            External.Count == 0 ? [] : ValueList.From(External.Select(e => e.Claim).OfType<CommitmentClaim>()),
            Later?.Questions);

    /// <summary>Runs steps 0 to 5.</summary>
    /// <param name="input">The set as it was read.</param>
    /// <param name="options">Keys, skew and limits.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="steady">Learns when the result would change.</param>
    public static AuthenticatedSet Of(UnverifiedSet input, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        AuthenticatedSet now = Run(input, options, at, steady);
        bool mayBeInvalid = now.Root is not null || now.Set.Level == SecurityLevel.Invalid;
        if (!mayBeInvalid || !ClockDoubt.MayDecide(steady.Span, options, at))
        {
            return now;
        }

        DateTimeOffset then = at + options.SlowClock;
        return new AuthenticatedSet(now.Set, now.Root, now.External, later: Run(input, options, then, new SteadyTime(then)));
    }

    private static AuthenticatedSet Run(UnverifiedSet input, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        var set = new VerifiedSet(input);
        if (input.ExceededLimit is { } exceeded)
        {
            // The set exceeds a limit and was read only in part, so nothing is concluded from it.
            set.Add(exceeded);
            return Decided(set.Conclude(SecurityLevel.Unknown, SecurityLevel.Endorsed));
        }

        // Steps 0 to 2: which tokens count at all.
        Authentication.Run(set, input, options, at, steady);

        // Steps 3 and 4: one emblem, and under it one chain of its issuer.
        if (!SignedProcedure.Run(set, options.Limits))
        {
            return Decided(set);
        }

        // Step 5: an emblem without an issuer is signed, and can reach no higher level.
        if (set.Emblem!.Claims!.Issuer is null)
        {
            return Decided(set.Conclude(SecurityLevel.Signed));
        }

        // Steps 6 and 7 depend on commitments; here it is only found out on which ones.
        return OrganizationalProcedure.ClaimOf(set) is { } root
            ? new AuthenticatedSet(set, root, EndorsedProcedure.Find(set), later: null)
            : Decided(set);
    }

    private static AuthenticatedSet Decided(VerifiedSet set) => new(set, null, [], later: null);
}
