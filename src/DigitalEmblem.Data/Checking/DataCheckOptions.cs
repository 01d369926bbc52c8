using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>How data are checked.</summary>
public sealed record DataCheckOptions
{
    /// <summary>What the validator asks of the sign.</summary>
    public TrustPolicy Policy { get; init; } = TrustPolicy.Default;

    /// <summary>What the validator knows of commitments.</summary>
    public required HeldEvidence Evidence { get; init; }

    /// <summary>The instant of judgement.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Rules and clock skew of the procedure; null for the default ones.</summary>
    public VerifierOptions? Verifier { get; init; }

    /// <summary>Whether files that are not listed are no difference.</summary>
    public bool AllowsNew { get; init; }

    /// <summary>
    /// The generation that a volume's sign must name at least, because a person has seen it before: an older sign is not accepted, nor
    /// one that is of no volume. Null for any.
    /// </summary>
    public long? LeastGeneration { get; init; }

    /// <summary>How many files are read at the same time; null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told several times a second how far the run is.</summary>
    public IProgress<DataProgress>? Progress { get; init; }
}
