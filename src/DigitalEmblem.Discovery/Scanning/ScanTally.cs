using DigitalEmblem.Verifier;

namespace DigitalEmblem.Discovery;

/// <summary>How many names of a scan had which outcome. Not safe for concurrent use.</summary>
public sealed class ScanTally
{
    private static readonly Outcome[] GravestFirst = [Outcome.Invalid, Outcome.Indeterminate, Outcome.NotAccepted, Outcome.NotMarked, Outcome.Marked];

    private readonly long[] _counts = new long[GravestFirst.Length];

    /// <summary>All that were counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>The gravest outcome that was counted (decisions.md, 13); null if nothing was.</summary>
    public Outcome? Gravest => Total == 0 ? null : GravestFirst.First(o => this[o] > 0);

    /// <summary>How many had an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public long this[Outcome outcome] => _counts[(int)outcome];

    /// <summary>Counts.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="count">How many had it; not negative.</param>
    public void Add(Outcome outcome, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counts[(int)outcome] += count;
    }
}
