namespace DigitalEmblem.Verifier;

/// <summary>
/// Verifies sets of tokens by the procedure of core-02 (spec/validation.md). Pure: it opens nothing, looks at no clock, and gives the same result for the same input in any
/// order of tokens. Immutable and thread-safe.
/// </summary>
public sealed class EmblemVerifier
{
    private readonly VerifierOptions _options;
    private readonly BoundedCache<(ExactBytes Input, Evidence Evidence), VerifiedTokens>? _results;

    /// <summary>A verifier for the given material.</summary>
    /// <param name="options">Keys, skew and limits; null for none, zero and the default ones.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public EmblemVerifier(VerifierOptions? options = null)
    {
        _options = (options ?? new VerifierOptions()).Checked();
        _results = _options.Cache.MaxBytes > 0 ? new(_options.Cache.MaxBytes) : null;
    }

    /// <summary>What was read before; for sources of emblems, so that what they find again is not read and checked again.</summary>
    public VerificationCache Cache => _options.Cache;

    /// <summary>Reads an input in any form (<see cref="UnverifiedTokens.Read"/>), and verifies every set of it. An input seen before, with the same evidence, is not judged again while nothing in it begins or ends.</summary>
    /// <param name="input">The bytes of a file or an answer.</param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="source">The input's name, for findings: a file name.</param>
    public VerifiedTokens Verify(ReadOnlyMemory<byte> input, Evidence evidence, DateTimeOffset at, string source = "input")
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(source);
        at = at.ToUniversalTime();
        if (_results is null)
        {
            return Verify(UnverifiedTokens.Read(input, source, _options.Limits), evidence, at);
        }

        (ExactBytes Input, Evidence) key = (new ExactBytes(input, source), evidence);
        if (_results.TryGet(key, out VerifiedTokens? known) && known.Steady.Contains(at))
        {
            return known.JudgedAt(at);
        }

        VerifiedTokens verified = Verify(UnverifiedTokens.Read(input, source, _options.Limits, _options.Cache), evidence, at);
        _results.Replace((key.Input.Kept(), evidence), verified, BytesOf(verified, input.Length));
        return verified;
    }

    /// <summary>Verifies every set of the input.</summary>
    /// <param name="tokens">What was read.</param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    public VerifiedTokens Verify(UnverifiedTokens tokens, Evidence evidence, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(evidence);
        at = at.ToUniversalTime();
        var steady = new SteadyTime(at);
        CommitmentEvidence Commitments(CommitmentClaim claim)
        {
            CommitmentEvidence known = evidence.ForCommitment(claim, _options.Commitments, at);
            steady.Turns(known.Steady);
            return known;
        }

        var sets = new VerifiedSet[tokens.Sets.Count];
        for (int i = 0; i < sets.Length; i++)
        {
            sets[i] = Verify(tokens.Sets[i], Commitments, at, steady);
            if (sets[i].Level == SecurityLevel.Invalid && _options.SlowClock > TimeSpan.Zero)
            {
                DoubtTheClock(tokens.Sets[i], sets[i], Commitments, at, steady);
            }
        }

        return new VerifiedTokens(tokens, sets, at, _options.TrustedKeys.Count > 0, evidence, steady.Span);
    }

    /// <summary>What an entry of the results keeps in memory: everything that it reaches, also the tokens, which the cache of items may have let go.</summary>
    private static int BytesOf(VerifiedTokens verified, int inputLength)
    {
        // An exception keeps where it was thrown: some forty frames, where nothing was inlined.
        const int EachItem = 512, EachFault = 4096, EachSet = 1024;
        long bytes = inputLength + KeptBytes.Of(verified.Input.Findings);
        foreach (InputItem item in verified.Input.Items)
        {
            bytes += EachItem + (item.Token is { } token ? token.KeptBytes : 0) + (item.Fault is { } fault ? EachFault + (4 * fault.Message.Length) : 0);
        }

        foreach (VerifiedSet set in verified.Sets)
        {
            bytes += EachSet + set.KeptBytes;
        }

        return (int)Math.Min(int.MaxValue / 2, bytes);
    }

    /// <summary>What is wrong now, and would not be if the clock were a little slow, is not known (decisions.md, 33).</summary>
    private void DoubtTheClock(
        UnverifiedSet input, VerifiedSet set, Func<CommitmentClaim, CommitmentEvidence> commitments, DateTimeOffset at, SteadyTime steady)
    {
        TimeSpan slow = _options.SlowClock, skew = _options.ClockSkew;
        steady.TurnsAfter(DateTimeOffset.MaxValue - slow);
        if (at > DateTimeOffset.MaxValue - slow)
        {
            return;
        }

        DateTimeOffset then = at + slow;
        bool turns = false;
        for (int i = 0; i < set.Tokens.Count; i++)
        {
            if (set.Tokens[i].Claims is { Validity: var validity })
            {
                steady.TurnsAt(validity.NotBefore, -skew - slow);
                steady.TurnsAt(validity.Expires, skew - slow);
                turns |= validity.Contains(at, skew) != validity.Contains(then, skew);
            }
        }

        // Most sets are wrong for another reason, and would be then.
        if (!turns)
        {
            return;
        }

        VerifiedSet later = Verify(input, commitments, then, new SteadyTime(then));
        if (later.Level != SecurityLevel.Invalid)
        {
            set.DependsOnTheClock(later, ClockDoubt.About(set, later));
        }
    }

    private VerifiedSet Verify(UnverifiedSet input, Func<CommitmentClaim, CommitmentEvidence> commitments, DateTimeOffset at, SteadyTime steady)
    {
        var set = new VerifiedSet(input);
        if (input.ExceededLimit is { } exceeded)
        {
            // Nothing is concluded from a part: whatever the set shows is left open.
            set.Add(exceeded);
            return set.Conclude(SecurityLevel.Unknown, SecurityLevel.Endorsed);
        }

        // Steps 0 to 2: which tokens count at all.
        Authentication.Run(set, input, _options, at, steady);

        // Steps 3 and 4: one emblem, and under it one chain of its issuer.
        if (!SignedProcedure.Run(set, _options.Limits))
        {
            return set;
        }

        // Step 5: an emblem that names nobody is signed, and can be no more.
        if (set.Emblem!.Claims!.Issuer is null)
        {
            return set.Conclude(SecurityLevel.Signed);
        }

        // Steps 6 and 7: the organization that it names, and others that endorse that one.
        if (!OrganizationalProcedure.Run(set, commitments, out bool known))
        {
            return set;
        }

        EndorsedProcedure.Run(set, commitments, known);
        return set;
    }
}
