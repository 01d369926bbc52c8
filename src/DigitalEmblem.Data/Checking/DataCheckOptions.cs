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
    /// The host that the checked place is on, by the caller's own knowledge and never taken from the sign: for a folder, that this machine
    /// is the host. Null if the caller states none: then no location sign is judged as marked. With a host, a sign of content is not
    /// accepted, because it says nothing of a place.
    /// </summary>
    public DomainName? StatedHost { get; init; }

    /// <summary>
    /// Gives the verdict on the emblem of <see cref="StatedHost"/> itself, by the same policy and at the same instant, for a location sign.
    /// This library asks no network. It is called once at most, and only where the answer depends on it; null leaves the answer open.
    /// </summary>
    public Func<DomainName, CancellationToken, Task<Verdict>>? HostVerdict { get; init; }

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
