using System.Diagnostics;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>How many names had which outcome, for the summary and the exit code.</summary>
internal sealed class CheckTally(TimeProvider clock)
{
    private static readonly VerdictOutcome[] GravestFirst =
        [VerdictOutcome.Invalid, VerdictOutcome.Indeterminate, VerdictOutcome.NotAccepted, VerdictOutcome.NotMarked, VerdictOutcome.Marked];

    private readonly Dictionary<VerdictOutcome, long> _counts = [];
    private readonly long _start = clock.GetTimestamp();

    public long Count { get; private set; }

    /// <summary>The gravest outcome (decisions.md, 13); null if there is no verdict yet.</summary>
    public VerdictOutcome? Gravest => GravestFirst.Where(_counts.ContainsKey).Select(o => (VerdictOutcome?)o).FirstOrDefault();

    public void Add(VerdictOutcome outcome)
    {
        _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
        Count++;
    }

    public Sentence Summary()
    {
        double seconds = clock.GetElapsedTime(_start).TotalSeconds;
        Sentence counts = Sentence.List(
            GravestFirst.Reverse().Where(_counts.ContainsKey).Select(o => Sentence.Of($"{_counts[o]} {o}")));
        using Process self = Process.GetCurrentProcess();
        return $"{Count} names in {seconds:0.0} s ({Count / Math.Max(seconds, 0.001):0} a second), peak memory "
            + $"{self.PeakWorkingSet64 >> 20} MiB: {counts}.";
    }
}
