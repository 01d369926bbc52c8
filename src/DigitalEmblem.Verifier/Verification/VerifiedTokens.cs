namespace DigitalEmblem.Verifier;

/// <summary>
/// What tokens show at an instant, given evidence. It is the same for every validator; a policy decides whether to rely on it.
/// </summary>
public sealed class VerifiedTokens
{
    internal VerifiedTokens(
        UnverifiedTokens input, IReadOnlyList<VerifiedSet> sets, DateTimeOffset at, GatheredEvidence evidence, Validity steady)
    {
        Input = input;
        Sets = sets;
        At = at;
        Evidence = evidence;
        Sources = InOrder(evidence.Sources);
        Steady = steady;
    }

    private VerifiedTokens(VerifiedTokens same, DateTimeOffset at)
    {
        Input = same.Input;
        Sets = same.Sets;
        At = at;
        Evidence = same.Evidence;
        Sources = same.Sources;
        Steady = same.Steady;
    }

    /// <summary>What was read.</summary>
    public UnverifiedTokens Input { get; }

    /// <summary>What each set shows; one that exceeds a limit shows nothing, and its level is Unknown.</summary>
    public IReadOnlyList<VerifiedSet> Sets { get; }

    /// <summary>The instant of judgement, in UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>What each source said, if emblems were looked for.</summary>
    public IReadOnlyList<SourceReport> Sources { get; }

    /// <summary>Who could have learned of questions about commitments, in words; empty if no log was asked.</summary>
    public IReadOnlyList<string> CommitmentExposure => Evidence.Exposure;

    /// <summary>What was taken as given, in sentences for a person.</summary>
    public IReadOnlyList<string> Assumptions => Evidence.Assumptions;

    /// <summary>What was gathered, from which the sets were concluded.</summary>
    public GatheredEvidence Evidence { get; }

    /// <summary>
    /// The times of judgement for which the sets show what they show: until the next token, promise or list begins or ends.
    /// </summary>
    internal Validity Steady { get; }

    // Sorted, so that the result does not depend on the order in which sources are configured or answer.
    private static IReadOnlyList<SourceReport> InOrder(IReadOnlyList<SourceReport> sources) =>
        sources.Count < 2 ? sources : [.. sources.OrderBy(s => s.Source, StringComparer.Ordinal).ThenBy(s => s.Outcome)
            .ThenBy(s => s.Detail, StringComparer.Ordinal)];

    /// <summary>The same, judged at another instant of <see cref="Steady"/>.</summary>
    internal VerifiedTokens JudgedAt(DateTimeOffset at) => new(this, at);
}
