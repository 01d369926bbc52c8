using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>One kind of automatic work, run again and again by a <see cref="RoundLoop"/>.</summary>
internal sealed class Round
{
    /// <summary>The name of its loop in the figures, of letters alone.</summary>
    public required string Name { get; init; }

    /// <summary>Does it once.</summary>
    /// <returns>Whether it counts as a round that succeeded; false if nothing was due.</returns>
    public required Func<CancellationToken, Task<bool>> Run { get; init; }

    /// <summary>How long from the end of one round to the start of the next.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>The log's sentence about a round that failed.</summary>
    public required string Failure { get; init; }

    /// <summary>The pause after a round that failed; null for the same.</summary>
    public TimeSpan? PauseAfterFault { get; init; }

    /// <summary>Ends a pause before its time; null for never.</summary>
    public WorkSignal? WokenBy { get; init; }

    /// <summary>Is told how each round goes; null where readiness does not depend on it.</summary>
    public LoopHealth? Health { get; init; }

    /// <summary>
    /// Whether it begins with a pause and ends with a last round when the service stops: for work that collects events between rounds.
    /// </summary>
    public bool IsGathering { get; init; }
}
