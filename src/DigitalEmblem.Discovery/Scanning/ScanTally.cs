using DigitalEmblem.Verifier;

namespace DigitalEmblem.Discovery;

/// <summary>How many names of a scan had which outcome. Not safe for concurrent use.</summary>
public sealed class ScanTally
{
    private static readonly VerdictOutcome[] GravestFirst =
        [VerdictOutcome.Invalid, VerdictOutcome.Indeterminate, VerdictOutcome.NotAccepted, VerdictOutcome.NotMarked, VerdictOutcome.Marked];

    private readonly long[] _counts = new long[GravestFirst.Length];

    /// <summary>All that were counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>The gravest outcome that was counted (decisions.md, 13); null if nothing was.</summary>
    public VerdictOutcome? Gravest => Total == 0 ? null : GravestFirst.First(o => this[o] > 0);

    /// <summary>How many had an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public long this[VerdictOutcome outcome] => _counts[(int)outcome];

    /// <summary>Counts.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="count">How many had it; not negative.</param>
    public void Add(VerdictOutcome outcome, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counts[(int)outcome] += count;
    }
}
