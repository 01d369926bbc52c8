namespace DigitalEmblem.Verifier;

/// <summary>
/// Tokens after steps 0 to 5 of the procedure: their signatures, times and the chain of each emblem's issuer were checked, and it is known
/// which commitments decide the rest. Immutable: concluding it twice gives equal results.
/// </summary>
public sealed class AuthenticatedTokens
{
    internal AuthenticatedTokens(
        UnverifiedTokens input, AuthenticatedSet[] sets, DateTimeOffset at, VerifierOptions options, Validity steady)
    {
        Input = input;
        Sets = sets;
        At = at;
        Options = options;
        Steady = steady;
        Questions = new CommitmentQuestions(Array.ConvertAll(sets, s => s.Questions), options.Commitments);
    }

    /// <summary>What was read.</summary>
    public UnverifiedTokens Input { get; }

    /// <summary>The instant of judgement, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Which commitments decide the rest.</summary>
    public CommitmentQuestions Questions { get; }

    internal IReadOnlyList<AuthenticatedSet> Sets { get; }

    /// <summary>What the verifier was built from.</summary>
    internal VerifierOptions Options { get; }

    /// <summary>The times of judgement for which the tokens alone show the same.</summary>
    internal Validity Steady { get; }
}
