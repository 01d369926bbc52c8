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

    /// <summary>How many files are read at the same time; null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told several times a second how far the run is.</summary>
    public IProgress<DataProgress>? Progress { get; init; }
}
