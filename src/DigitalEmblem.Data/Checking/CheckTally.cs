using System.Globalization;

namespace DigitalEmblem.Data;

/// <summary>Counts what a check finds, and says it in one sentence.</summary>
internal sealed class CheckTally
{
    private const int NamesInASentence = 3;

    private static readonly int Count = Enum.GetValues<EntryStanding>().Length;

    private readonly long[] _counts = new long[Count];
    private bool _hasOnlyFiles = true;
    private readonly List<EntryPath>[] _first = [.. Enumerable.Range(0, Count).Select(_ => new List<EntryPath>())];

    /// <summary>The bytes of files that are as listed.</summary>
    public long BytesCovered { get; private set; }

    /// <summary>How many entries have each standing.</summary>
    public Dictionary<EntryStanding, long> Counts => Enum.GetValues<EntryStanding>().ToDictionary(s => s, s => this[s]);

    public long this[EntryStanding standing] => _counts[(int)standing];

    private long Covered => this[EntryStanding.Covered] + this[EntryStanding.CoveredRenamed];

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

        _hasOnlyFiles &= entry.Kind == EntryKind.File || entry.Standing is EntryStanding.New or EntryStanding.NotCovered;
        if (entry.Standing is EntryStanding.Covered or EntryStanding.CoveredRenamed && entry.Kind == EntryKind.File)
        {
            BytesCovered += entry.Size;
        }
    }

    /// <summary>Whether the data are certainly not those that the sign was made for.</summary>
    public bool Differs(bool allowsNew) =>
        this[EntryStanding.Changed] + this[EntryStanding.Missing] > 0 || (!allowsNew && this[EntryStanding.New] > 0);

    /// <summary>What was found, in one sentence.</summary>
    public string ToSentence(bool allowsNew)
    {
        if (Covered == 0 && Listed > 1 && this[EntryStanding.Unreadable] == 0)
        {
            return $"None of the {Text(Listed)} listed {Word(Listed)} is here as listed: the sign belongs to other data, or was copied "
                + "here.";
        }

        List<string> parts = [];
        Say(parts, EntryStanding.Changed, "changed");
        Say(parts, EntryStanding.Missing, "missing");
        if (!allowsNew && this[EntryStanding.New] is > 0 and var fresh)
        {
            parts.Add($"{Text(fresh)} {(fresh == 1 ? "entry is" : "entries are")} not listed: {Names(EntryStanding.New)}");
        }

        if (this[EntryStanding.Unreadable] is > 0 and var unread)
        {
            parts.Add($"{Text(unread)} of {Files(Listed)} could not be read: {Names(EntryStanding.Unreadable)}");
        }

        return parts.Count > 0 ? string.Join("; ", parts) + "."
            : Listed == 0 ? "The sign lists nothing, and nothing else is here."
            : $"{(Listed == 1 ? $"The one listed {Word(1)} is" : $"All {Text(Listed)} listed {Word(Listed)} are")} here as listed.";
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
