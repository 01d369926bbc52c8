using System.Diagnostics;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>The report of a scan for a person: one line while it runs, a table at its end.</summary>
internal sealed class ScanReport(ScanRun run, ScanInput input, CommandContext context)
{
    private static readonly (VerdictOutcome Outcome, Sentence Words)[] Rows =
    [
        (VerdictOutcome.Marked, $"marked"), (VerdictOutcome.NotMarked, $"not marked"), (VerdictOutcome.NotAccepted, $"not accepted"),
        (VerdictOutcome.Invalid, $"invalid"), (VerdictOutcome.Indeterminate, $"could not find out"),
    ];

    // Of a note that does not fit beside its row.
    private const int Margin = 6;

    private readonly long _start = context.Clock.GetTimestamp();
    private readonly long _before = run.Tally.Total;
    private readonly long _lineBefore = run.Line;

    /// <summary>The line that says how far the scan is.</summary>
    public Sentence Progress()
    {
        ScanTally tally = run.Tally;
        double seconds = Math.Max(context.Clock.GetElapsedTime(_start).TotalSeconds, 0.001);
        double linesPerSecond = (run.Line - _lineBefore) / seconds;
        Sentence line = input.Lines is { } lines
            ? Sentence.Of($"Line {run.Line:N0} of {lines:N0} lines ({100.0 * run.Line / Math.Max(lines, 1):0} %)")
            : $"Line {run.Line:N0}";
        double rate = (tally.Total - _before) / seconds;
        long open = tally[VerdictOutcome.Indeterminate];
        long marked = tally[VerdictOutcome.Marked];
        Sentence soFar = $"{line}: {rate:N0} names a second, {marked:N0} marked, {open:N0} could not tell";
        Sentence whole = input.Lines is { } all && linesPerSecond > 0
            ? $"{soFar}, {Words(TimeSpan.FromSeconds((all - run.Line) / linesPerSecond))} left"
            : soFar;
        return context.ErrorWidth is { } columns && Columns.Of(Speech.Text(whole)) >= columns
            ? $"{line}: {marked:N0} marked, {open:N0} could not tell"
            : whole;
    }

    /// <summary>The table at the end.</summary>
    public void Write()
    {
        ScanTally tally = run.Tally;
        double seconds = context.Clock.GetElapsedTime(_start).TotalSeconds;
        long names = tally.Total - _before;
        double rate = names / Math.Max(seconds, 0.001);
        using Process self = Process.GetCurrentProcess();
        context.Tell(Sentences.Following(
            $"{names:N0} names in {seconds:0.0} s ({rate:N0} a second), peak memory {self.PeakWorkingSet64 >> 20} MiB.",
            _before > 0 ? Sentence.Of($"With those of earlier runs: {tally.Total:N0}.") : null,
            run.Assumptions.Count > 0 ? Sentence.Of($"ASSUMED, not checked: {HandedWords.Texts(run.Assumptions)}") : null));
        foreach ((VerdictOutcome outcome, Sentence words) in Rows)
        {
            var label = new Cell(words, 20);
            var count = new Cell($"{tally[outcome]:N0}", 12, IsAtEnd: true);
            var share = new Cell($"{100.0 * tally[outcome] / Math.Max(tally.Total, 1):0.00}", 8, IsAtEnd: true);
            Sentence row = $"  {label}{count}{share} %";
            Sentence? note = Note(outcome);
            Sentence beside = note is null ? row : $"{row}  {note}";
            if (note is null || context.ErrorWidth is not { } columns || Columns.Of(Speech.Text(beside)) <= columns)
            {
                context.Tell(beside);
                continue;
            }

            context.Tell(row);
            context.Tell(note, Margin);
        }
    }

    private Sentence? Note(VerdictOutcome outcome) => (outcome, run.Tally[outcome]) switch
    {
        (_, 0) => null,
        (VerdictOutcome.Indeterminate, _) when run.NotNames > 0 =>
            $"nobody may act on these as if they were not marked; {run.NotNames:N0} lines were no names",
        (VerdictOutcome.Indeterminate, _) => $"nobody may act on these as if they were not marked",
        (VerdictOutcome.NotMarked, _) => $"no statement that they are unprotected",
        _ => null,
    };

    private static Sentence Words(TimeSpan span) => span switch
    {
        { TotalHours: >= 2 } => $"{Math.Ceiling(span.TotalHours):0} h",
        { TotalMinutes: >= 2 } => $"{Math.Ceiling(span.TotalMinutes):0} min",
        _ => $"{Math.Ceiling(span.TotalSeconds):0} s",
    };
}
