using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Stores;
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

    private readonly ShownEntries _entries = new(all ? int.MaxValue : Shown);

    /// <inheritdoc/>
    public CheckTally Tally { get; } = new();

    /// <summary>Who else was asked, sentences.</summary>
    public IReadOnlyList<Sentence> AlsoAsked { get; init; } = [];

    /// <summary>The data that are checked, as they were named; null if they do not lie on disk.</summary>
    public string? DataPath { get; init; }

    /// <inheritdoc/>
    public void Add(CheckedEntry entry)
    {
        Tally.Add(entry);
        _entries.Add(entry);
    }

    /// <inheritdoc/>
    public void End(DataCheck check)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.Line($"bold {ColourOf(check.Outcome)}", CheckSentence.Of(check, Tally));
        if (check.SignPath is null)
        {
            if (check.Outcome == DataOutcome.NotMarked && DataPath is not null && MarkedPath.IsPrepared(DataPath))
            {
                VerdictText.WriteLines(
                    console,
                    $"What to do next",
                    [$"A list that was prepared waits here for its sign: 'emblem data attach {DataPath} --sign FILE'."]);
            }

            return;
        }

        console.WriteLine();
        VerdictText.Fact(console, $"Sign", Where(check.SignPath, check));
        VerdictText.Fact(
            console, $"Part", check.Part is { } part ? Sentence.Of($"{PathText.Of(part)}: nothing else of the marked folder was "
                + $"compared") : null);
        DataPlace? place = check.Terms?.Place;
        VerdictText.Fact(console, $"Place", place is null ? null : PlaceWords.Of(place));
        if (check.Verdict is { } verdict)
        {
            VerdictText.WriteFacts(console, verdict);
        }

        PlaceText.Write(console, check);
        VolumeText.WriteFacts(console, check);
        WriteEntries(
            console,
            $"Not as marked",
            check,
            EntryStanding.Changed,
            EntryStanding.New,
            EntryStanding.Missing,
            EntryStanding.Unreadable,
            EntryStanding.Undecided);
        WriteEntries(console, $"Also seen", check, EntryStanding.CoveredRenamed, EntryStanding.NotCovered);
        if (all)
        {
            WriteEntries(console, $"No longer held, which is no difference", check, EntryStanding.NoLongerHeld);
        }

        VerdictText.WriteLines(
            console, VolumeText.OthersTitle, VolumeText.Others(check.Volume?.Others ?? [], check.Volume?.OthersNotShown ?? 0));
        VerdictText.WriteLines(
            console,
            $"Left out by the sign, with all below: anything may lie there",
            check.Terms?.Exclusions.Select(e => Sentence.Of($"{PathText.Of(e)}")) ?? []);
        VerdictText.WriteLines(console, $"What to do next", ObjectText.NextSteps(check) ?? DataNextSteps.Of(check));
        VerdictText.WriteLines(
            console,
            $"What this does not show",
            place is not null
                ? PlaceWords.DoesNotShow(place)
                :
                [
                    $"Who owns the data, or anything of the machine that holds them: a copy of data and sign shows the same.",
                    .. VolumeText.Limits(check),
                ]);
        if (check.Verdict is not null)
        {
            IEnumerable<Sentence> ofHost = (check.HostVerdict?.Exposure ?? []).Select(HandedWords.Text);
            VerdictText.WriteGrounds(console, check.Verdict, mayGather: true, AlsoAsked.Concat(ofHost));
        }
    }

    private static Sentence Where(string sign, DataCheck check) => (check.Place, check.Part) switch
    {
        (FoundPlace.Attribute, _) => $"{sign} (the attribute user.adem points to it)",
        (FoundPlace.Folder, not null) => $"{sign} (of a folder above)",
        (FoundPlace.File, _) => $"{sign} (beside the file)",
        (FoundPlace.Archive, _) => $"{sign} (in the archive)",
        _ => $"{sign}",
    };

    private void WriteEntries(IAnsiConsole console, Sentence title, DataCheck check, params EntryStanding[] standings)
    {
        IReadOnlyList<CheckedEntry> entries = _entries.Of(standings);
        long left = standings.Sum(check.Counts.GetValueOrDefault) - entries.Count;
        IEnumerable<Sentence> lines = entries.Select(Line);
        VerdictText.WriteLines(
            console, title, left > 0 ? lines.Append(Sentence.Of($"And {left:N0} more; --all shows them.")) : lines);
    }

    private static Sentence Line(CheckedEntry entry)
    {
        const int Column = 12;
        var word = new Cell(Word(entry.Standing), Column);
        Sentence what = What(PathText.Of(entry.Path), entry);
        return entry.Reason is { } why ? Sentence.Of($"{word}{what}: {HandedWords.Text(why)}") : $"{word}{what}";
    }

    private static Sentence What(string path, CheckedEntry entry) => entry.Kind switch
    {
        // Nobody reads a file that is not listed, so its size is not known.
        EntryKind.File when entry.Standing is EntryStanding.New or EntryStanding.Undecided => $"{path}",
        EntryKind.File => $"{path} ({Amount.Bytes(entry.Size)})",
        EntryKind.Link => $"{path} (link)",
        EntryKind.EmptyFolder => $"{path} (empty folder)",
        _ => $"{path}",
    };

    private static Sentence Word(EntryStanding standing) => standing switch
    {
        EntryStanding.Covered => $"covered",
        EntryStanding.CoveredRenamed => $"renamed",
        EntryStanding.NotCovered => $"not covered",
        EntryStanding.NoLongerHeld => $"gone",
        EntryStanding.Changed => $"changed",
        EntryStanding.New => $"new",
        EntryStanding.Missing => $"missing",
        EntryStanding.Unreadable => $"unreadable",
        _ => $"undecided",
    };

    private static string ColourOf(DataOutcome outcome) => outcome switch
    {
        DataOutcome.Marked => "green",
        DataOutcome.Invalid => "red",
        DataOutcome.NotMarked => "default",
        _ => "yellow",
    };
}
