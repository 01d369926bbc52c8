namespace DigitalEmblem.Verifier;

/// <summary>
/// Verifies sets of tokens by the procedure of core-02 (spec/validation.md). Pure: it opens nothing, looks at no clock, and gives the same
/// result for the same input in any order of tokens. Immutable and thread-safe.
/// </summary>
public sealed class EmblemVerifier
{
    private readonly VerifierOptions _options;
    private readonly BoundedCache<(ExactBytes Input, HeldEvidence Evidence), VerifiedTokens>? _results;

    /// <summary>A verifier for the given material.</summary>
    /// <param name="options">Keys, skew and limits; null for none, zero and the default ones.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public EmblemVerifier(VerifierOptions? options = null)
    {
        _options = (options ?? new VerifierOptions()).Checked();
        _results = _options.Cache.MaxBytes > 0 ? new(_options.Cache.MaxBytes) : null;
    }

    /// <summary>A verifier that has further keys at hand.</summary>
    internal EmblemVerifier Knowing(ValueList<VerificationKey> keys) =>
        keys.All(_options.Keys.Contains) ? this : new EmblemVerifier(_options with { Keys = [.. keys, .. _options.Keys] });

    /// <summary>
    /// The cache of what was read before. Sources of emblems use it, so that what they find again is not read and checked again.
    /// </summary>
    public VerificationCache Cache => _options.Cache;

    /// <summary>
    /// Reads an input in any form (<see cref="UnverifiedTokens.Read"/>), and verifies every set of it. An input seen before, with the same
    /// evidence, is not judged again while nothing in it begins or ends.
    /// </summary>
    /// <param name="input">The bytes of a file or an answer.</param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="source">The input's name, for findings: a file name.</param>
    public VerifiedTokens Verify(ReadOnlyMemory<byte> input, HeldEvidence evidence, DateTimeOffset at, string source = "input")
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(source);
        at = at.ToUniversalTime();
        if (_results is null)
        {
            return Verify(UnverifiedTokens.Read(input, source, _options.Limits), evidence, at);
        }

        (ExactBytes Input, HeldEvidence) key = (new ExactBytes(input, source), evidence);
        if (_results.TryGet(key, out VerifiedTokens? known) && known.Steady.Contains(at))
        {
            return known.JudgedAt(at);
        }

        VerifiedTokens verified = Verify(UnverifiedTokens.Read(input, source, _options.Limits, _options.Cache), evidence, at);
        _results.Replace((key.Input.Kept(), evidence), verified, BytesOf(verified, input.Length));
        return verified;
    }

    /// <summary>Verifies every set of the input with evidence that the caller already has: all stages before the policy.</summary>
    /// <param name="tokens">What was read.</param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    public VerifiedTokens Verify(UnverifiedTokens tokens, HeldEvidence evidence, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        AuthenticatedTokens authenticated = Authenticate(tokens, at);
        return Conclude(authenticated, evidence.Gather(authenticated.Questions, authenticated.At));
    }

    /// <summary>Steps 0 to 5 for every set: what the tokens show by themselves, and which commitments decide the rest.</summary>
    /// <param name="tokens">What was read.</param>
    /// <param name="at">The instant of judgement.</param>
    public AuthenticatedTokens Authenticate(UnverifiedTokens tokens, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        at = at.ToUniversalTime();
        var steady = new SteadyTime(at);
        var sets = new AuthenticatedSet[tokens.Sets.Count];
        for (int i = 0; i < sets.Length; i++)
        {
            sets[i] = AuthenticatedSet.Of(tokens.Sets[i], _options, at, steady);
        }

        return new AuthenticatedTokens(tokens, sets, at, _options, steady.Span);
    }

    /// <summary>
    /// Steps 6 and 7 for every set, from what was gathered. A commitment that the evidence does not speak of is Unavailable.
    /// </summary>
    /// <param name="authenticated">The tokens.</param>
    /// <param name="evidence">What was gathered on their questions.</param>
    /// <exception cref="ArgumentException">
    /// The evidence was gathered by other rules than those of the questions, or the tokens were authenticated by a
    /// verifier with other options.
    /// </exception>
    public VerifiedTokens Conclude(AuthenticatedTokens authenticated, GatheredEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(authenticated);
        ArgumentNullException.ThrowIfNull(evidence);
        if (!_options.Equals(authenticated.Options))
        {
            throw new ArgumentException(
                "The tokens were authenticated by a verifier with other options: conclude with that one.", nameof(authenticated));
        }

        if (evidence.Rules != _options.Commitments)
        {
            throw new ArgumentException(
                "The evidence was gathered by other rules than those of this verification: gather it for these questions.",
                nameof(evidence));
        }

        var steady = new SteadyTime(authenticated.At);
        steady.Turns(authenticated.Steady);
        var commitments = new CommitmentAnswers(evidence, authenticated.At, steady);
        var sets = new VerifiedSet[authenticated.Sets.Count];
        for (int i = 0; i < sets.Length; i++)
        {
            AuthenticatedSet one = authenticated.Sets[i];
            sets[i] = Conclude(one, commitments);
            if (sets[i].Level == SecurityLevel.Invalid && _options.SlowClock > TimeSpan.Zero)
            {
                ClockDoubt.NoteTurns(one.Set, _options, authenticated.At, steady);
                sets[i] = one.Later is null ? sets[i] : Doubted(sets[i], Conclude(one.Later, commitments));
            }
        }

        return new VerifiedTokens(authenticated.Input, sets, authenticated.At, evidence, steady.Span);
    }

    private static VerifiedSet Conclude(AuthenticatedSet authenticated, CommitmentAnswers commitments)
    {
        if (authenticated.Root is not { } root)
        {
            return authenticated.Set;
        }

        var set = new VerifiedSet(authenticated.Set);
        JudgedCommitment commitment = commitments.Of(set.InternalChain[0], root);
        if (OrganizationalProcedure.Run(set, commitment))
        {
            EndorsedProcedure.Run(set, authenticated.External, commitments, commitment.Holds);
        }

        return set;
    }

    /// <summary>
    /// If a set is wrong now, and would not be wrong if the clock were a little slow, it is not known what it shows (decisions.md, 33).
    /// </summary>
    private static VerifiedSet Doubted(VerifiedSet now, VerifiedSet later)
    {
        if (later.Level == SecurityLevel.Invalid)
        {
            return now;
        }

        var doubted = new VerifiedSet(now);
        doubted.DependsOnTheClock(later, ClockDoubt.About(now, later));
        return doubted;
    }

    /// <summary>
    /// The bytes that an entry of the results keeps in memory: everything that it reaches. Tokens count too, because the cache of items may
    /// have evicted them.
    /// </summary>
    private static int BytesOf(VerifiedTokens verified, int inputLength)
    {
        // A fault is large because its exception keeps the stack trace: some forty frames if no method was inlined.
        const int EachItem = 512, EachFault = 4096, EachSet = 1024;
        long bytes = inputLength + KeptBytes.Of(verified.Input.Findings);
        foreach (InputItem item in verified.Input.Items)
        {
            bytes += EachItem + (item.Token is { } token ? token.KeptBytes : 0) + (item.Fault is { } fault
                ? EachFault + (4 * fault.Message.Length)
                : 0);
        }

        foreach (VerifiedSet set in verified.Sets)
        {
            bytes += EachSet + set.KeptBytes;
        }

        return (int)Math.Min(int.MaxValue / 2, bytes);
    }
}
