using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>The answer about data for a person. The first line is the answer; the other lines give its reasons.</summary>
/// <param name="all">Whether all entries that are not covered are shown.</param>
/// <param name="context">The process.</param>
internal sealed class CheckText(bool all, CommandContext context) : ICheckReport
{
    private const int Shown = 20;

    private readonly CheckTally _tally = new();
    private readonly List<CheckedEntry> _different = [];
    private readonly List<CheckedEntry> _other = [];

    /// <inheritdoc/>
    public void Add(CheckedEntry entry)
    {
        _tally.Add(entry);
        List<CheckedEntry>? list = entry.Standing switch
        {
            EntryStanding.Covered => null,
            EntryStanding.CoveredRenamed or EntryStanding.NotCovered => _other,
            _ => _different,
        };
        if (list is not null && (all || list.Count < Shown))
        {
            list.Add(entry);
        }
    }

    /// <inheritdoc/>
    public void End(DataCheck check)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine($"[bold {ColourOf(check.Outcome)}]{Terminal.SafeAll(CheckSentence.Of(check, _tally))}[/]");
        if (check.SignPath is null)
        {
            return;
        }

        console.WriteLine();
        VerdictText.Fact(console, "Sign", check.SignPath);
        if (check.Verdict is { } verdict)
        {
            VerdictText.WriteFacts(console, verdict);
        }

        EntryStanding[] differences = [EntryStanding.Changed, EntryStanding.Missing, EntryStanding.New, EntryStanding.Unreadable];
        WriteEntries(console, "Not as marked", _different, differences.Sum(check.Counts.GetValueOrDefault));
        EntryStanding[] others = [EntryStanding.CoveredRenamed, EntryStanding.NotCovered];
        WriteEntries(console, "Also seen", _other, others.Sum(check.Counts.GetValueOrDefault));
        VerdictText.WriteLines(console, "Left out by the sign, with all below", check.Terms?.Exclusions.Select(PathText.Of) ?? []);
        VerdictText.WriteLines(console, "What to do next", DataNextSteps.Of(check));
        VerdictText.WriteLines(
            console,
            "What this does not show",
            ["Who owns the data, or anything of the machine that holds them: a copy of data and sign shows the same."]);
        if (check.Verdict is not null)
        {
            VerdictText.WriteGrounds(console, check.Verdict, mayGather: true);
        }
    }

    private static void WriteEntries(IAnsiConsole console, string title, List<CheckedEntry> entries, long count)
    {
        IEnumerable<string> lines = entries.Select(Line);
        VerdictText.WriteLines(
            console,
            title,
            count > entries.Count ? lines.Append($"And {Amount.Number(count - entries.Count)} more; --all shows them.") : lines);
    }

    private static string Line(CheckedEntry entry)
    {
        const int Column = 12;
        string reason = entry.Reason is { } why ? $": {why}" : "";
        return $"{Word(entry.Standing).PadRight(Column)}{PathText.Of(entry.Path)} ({What(entry)}){reason}";
    }

    private static string What(CheckedEntry entry) => entry.Kind switch
    {
        EntryKind.File => Amount.Bytes(entry.Size),
        EntryKind.Link => "link",
        EntryKind.EmptyFolder => "empty folder",
        _ => "device, pipe, or other file system",
    };

    private static string Word(EntryStanding standing) => standing switch
    {
        EntryStanding.CoveredRenamed => "renamed",
        EntryStanding.NotCovered => "not covered",
        _ => standing.ToString().ToLowerInvariant(),
    };

    private static string ColourOf(DataOutcome outcome) => outcome switch
    {
        DataOutcome.Marked => "green",
        DataOutcome.Invalid => "red",
        DataOutcome.NotMarked => "default",
        _ => "yellow",
    };
}
