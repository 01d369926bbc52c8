using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>The report of a scan for a person: one line while it runs, a table at its end.</summary>
internal sealed class ScanReport(ScanRun run, ScanInput input, CommandContext context)
{
    private static readonly (VerdictOutcome Outcome, string Words)[] Rows =
    [
        (VerdictOutcome.Marked, "marked"), (VerdictOutcome.NotMarked, "not marked"), (VerdictOutcome.NotAccepted, "not accepted"),
        (VerdictOutcome.Invalid, "invalid"), (VerdictOutcome.Indeterminate, "could not find out"),
    ];

    private readonly long _start = context.Clock.GetTimestamp();
    private readonly long _before = run.Tally.Total;
    private readonly long _lineBefore = run.Line;

    /// <summary>The line that says how far the scan is.</summary>
    public string Progress()
    {
        ScanTally tally = run.Tally;
        double seconds = Math.Max(context.Clock.GetElapsedTime(_start).TotalSeconds, 0.001);
        double linesPerSecond = (run.Line - _lineBefore) / seconds;
        string of = input.Lines is { } lines ? Text($" of {lines:N0} lines ({100.0 * run.Line / Math.Max(lines, 1):0} %)") : "";
        string left = input.Lines is { } all && linesPerSecond > 0
            ? $", {Words(TimeSpan.FromSeconds((all - run.Line) / linesPerSecond))} left"
            : "";
        double rate = (tally.Total - _before) / seconds;
        long open = tally[VerdictOutcome.Indeterminate];
        long marked = tally[VerdictOutcome.Marked];
        return Text($"Line {run.Line:N0}{of}: {rate:N0} names a second, {marked:N0} marked, {open:N0} could not tell{left}");
    }

    /// <summary>The table at the end.</summary>
    public void Write()
    {
        ScanTally tally = run.Tally;
        double seconds = context.Clock.GetElapsedTime(_start).TotalSeconds;
        long names = tally.Total - _before;
        double rate = names / Math.Max(seconds, 0.001);
        using Process self = Process.GetCurrentProcess();
        context.Error.WriteLine(Text(
            $"{names:N0} names in {seconds:0.0} s ({rate:N0} a second), peak memory {self.PeakWorkingSet64 >> 20} MiB.")
            + (_before > 0 ? Text($" With those of earlier runs: {tally.Total:N0}.") : "")
            + (run.Assumptions.Count > 0 ? $" ASSUMED, not checked: {string.Join(' ', run.Assumptions)}" : ""));
        foreach ((VerdictOutcome outcome, string words) in Rows)
        {
            string note = (outcome, tally[outcome]) switch
            {
                (_, 0) => "",
                (VerdictOutcome.Indeterminate, _) => "  nobody may act on these as if they were not marked"
                    + (run.NotNames > 0 ? Text($"; {run.NotNames:N0} lines were no names") : ""),
                (VerdictOutcome.NotMarked, _) => "  no statement that they are unprotected",
                _ => "",
            };
            context.Error.WriteLine(
                Text($"  {words,-20}{tally[outcome],12:N0}{100.0 * tally[outcome] / Math.Max(tally.Total, 1),8:0.00} %{note}"));
        }
    }

    private static string Words(TimeSpan span) => span switch
    {
        { TotalHours: >= 2 } => Text($"{Math.Ceiling(span.TotalHours):0} h"),
        { TotalMinutes: >= 2 } => Text($"{Math.Ceiling(span.TotalMinutes):0} min"),
        _ => Text($"{Math.Ceiling(span.TotalSeconds):0} s"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
