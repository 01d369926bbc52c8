using System.Globalization;

namespace DigitalEmblem.Data;

/// <summary>Counts what a check finds, and says it in one sentence.</summary>
internal sealed class CheckTally
{
    private const int NamesInASentence = 3;

    private static readonly int Count = Enum.GetValues<EntryStanding>().Length;

    private readonly long[] _counts = new long[Count];
    private readonly Dictionary<long, long> _changedByGeneration = [];
    private bool _hasOnlyFiles = true;
    private readonly List<EntryPath>[] _first = [.. Enumerable.Range(0, Count).Select(_ => new List<EntryPath>())];

    /// <summary>The bytes of files that are as listed.</summary>
    public long BytesCovered { get; private set; }

    /// <summary>How many entries have each standing.</summary>
    public Dictionary<EntryStanding, long> Counts => Enum.GetValues<EntryStanding>().ToDictionary(s => s, s => this[s]);

    public long this[EntryStanding standing] => _counts[(int)standing];

    private long Covered => this[EntryStanding.Covered] + this[EntryStanding.CoveredRenamed];

    private string Rest => this[EntryStanding.New] + this[EntryStanding.NotCovered] + this[EntryStanding.NoLongerHeld] > 0
        ? "says nothing of what is here"
        : "nothing else is here";

    /// <summary>Whether a volume lists something, and holds nothing of it.</summary>
    public bool HoldsNothing => Covered + this[EntryStanding.Changed] + this[EntryStanding.Unreadable] == 0
        && this[EntryStanding.NoLongerHeld] > 0;

    /// <summary>How many of the entries that the manifest covers were met.</summary>
    public long Listed => Covered + this[EntryStanding.Changed] + this[EntryStanding.Missing] + this[EntryStanding.Unreadable];

    /// <summary>Takes an entry.</summary>
    public void Add(CheckedEntry entry)
    {
        int standing = (int)entry.Standing;
        _counts[standing]++;
        if (_first[standing].Count < NamesInASentence)
        {
            _first[standing].Add(entry.Path);
        }

        _hasOnlyFiles &= entry.Kind == EntryKind.File || entry.Standing is EntryStanding.New or EntryStanding.NotCovered
            or EntryStanding.Undecided;
        if (entry.Standing == EntryStanding.Changed && entry.Generation is { } generation)
        {
            _changedByGeneration[generation] = _changedByGeneration.GetValueOrDefault(generation) + 1;
        }

        if (entry.Standing is EntryStanding.Covered or EntryStanding.CoveredRenamed && entry.Kind == EntryKind.File)
        {
            BytesCovered += entry.Size;
        }
    }

    /// <summary>Whether the data are certainly not those that the sign was made for.</summary>
    /// <param name="allowsNew">Whether what is not listed is no difference.</param>
    /// <param name="unknown">
    /// The newest generation of a volume that is unknown: only newer ones show a change then. 0 if there is none.
    /// </param>
    public bool Differs(bool allowsNew, long unknown = 0) => unknown > 0
        ? _changedByGeneration.Keys.Any(g => g > unknown)
        : this[EntryStanding.Changed] + this[EntryStanding.Missing] > 0 || (!allowsNew && this[EntryStanding.New] > 0);

    /// <summary>What was found, in one sentence.</summary>
    public string ToSentence(bool allowsNew)
    {
        if (Covered == 0 && Listed > 1 && this[EntryStanding.Unreadable] == 0)
        {
            return $"None of the {Text(Listed)} listed {Word(Listed)} is here as listed: the sign belongs to other data, or all "
                + "of these changed since.";
        }

        List<string> parts = Parts(allowsNew);
        return parts.Count > 0 ? string.Join("; ", parts) + "."
            : Listed == 0 ? $"The sign lists nothing, and {Rest}."
            : $"{(Listed == 1 ? $"The one listed {Word(1)} is" : $"All {Text(Listed)} listed {Word(Listed)} are")} here as listed.";
    }

    /// <summary>What was found of a volume, in some sentences.</summary>
    public string ToSentences(bool allowsNew, long generation)
    {
        long pruned = this[EntryStanding.NoLongerHeld];
        List<string> parts = Parts(allowsNew);
        bool isOfOtherData = HoldsNothing && this[EntryStanding.Undecided] == 0;
        if (isOfOtherData)
        {
            parts.Insert(0, $"Nothing of the {Text(pruned)} listed {Word(pruned)} is held here, so that the sign belongs to other data or "
                + "was copied here, or all was removed");
        }

        string held = parts.Count > 0 ? string.Join("; ", parts) + "."
            : Listed == 0 ? $"The volume lists nothing, and {Rest}."
            : Listed == 1 ? $"The one listed {Word(1)} that is held is as it was listed last."
            : $"All {Text(Listed)} listed {Word(Listed)} that are held are as they were listed last.";
        string gone = pruned == 0 || isOfOtherData ? ""
            : $" {Text(pruned)} more listed {Word(pruned)} {(pruned == 1 ? "is" : "are")} no longer held.";
        string names = string.Create(CultureInfo.InvariantCulture, $"The sign names generation {generation}");
        return $"{held}{gone} {names}, and does not prove that nothing was removed.";
    }

    private List<string> Parts(bool allowsNew)
    {
        List<string> parts = [];
        Say(parts, EntryStanding.Changed, "changed");
        Say(parts, EntryStanding.Missing, "missing");
        if (!allowsNew && this[EntryStanding.New] is > 0 and var fresh)
        {
            parts.Add($"{Text(fresh)} {(fresh == 1 ? "entry is" : "entries are")} not listed: {Names(EntryStanding.New)}");
        }

        if (this[EntryStanding.Undecided] is > 0 and var undecided)
        {
            parts.Add($"{Text(undecided)} {(undecided == 1 ? "entry is" : "entries are")} listed by no generation that could be read: "
                + Names(EntryStanding.Undecided));
        }

        if (this[EntryStanding.Unreadable] is > 0 and var unread)
        {
            parts.Add($"{Text(unread)} of {Files(Listed)} could not be read: {Names(EntryStanding.Unreadable)}");
        }

        return parts;
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // Links and empty folders are listed too, and are no files.
    private string Word(long count) => (_hasOnlyFiles, count) switch
    {
        (true, 1) => "file",
        (true, _) => "files",
        (_, 1) => "entry",
        _ => "entries",
    };

    private string Files(long count) => $"{Text(count)} {Word(count)}";

    private void Say(List<string> parts, EntryStanding standing, string word)
    {
        if (this[standing] is > 0 and var count)
        {
            parts.Add($"{Text(count)} of {Files(Listed)} {(count == 1 ? "is" : "are")} {word}: {Names(standing)}");
        }
    }

    private string Names(EntryStanding standing)
    {
        List<EntryPath> first = _first[(int)standing];
        return string.Join(", ", first) + (this[standing] > first.Count ? ", and others" : "");
    }
}
