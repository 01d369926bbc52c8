using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>How signs are looked for.</summary>
public sealed record DataFindOptions
{
    /// <summary>What the validator asks of a sign.</summary>
    public TrustPolicy Policy { get; init; } = TrustPolicy.Default;

    /// <summary>
    /// What the validator knows of commitments: <see cref="HeldEvidence"/>, or a source that waits. It is asked for each sign, by several
    /// threads.
    /// </summary>
    public required IEvidenceGatherer Evidence { get; init; }

    /// <summary>The instant of judgement.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Rules and clock skew of the procedure; null for the default ones.</summary>
    public VerifierOptions? Verifier { get; init; }

    /// <summary>
    /// Whether extended attributes of files, and archives (<c>.zip</c>, <c>.tar</c>) are looked into as well. Each file is opened then.
    /// </summary>
    public bool Deep { get; init; }

    /// <summary>Is told how many folders were read, after each some thousand.</summary>
    public IProgress<long>? Progress { get; init; }
}
