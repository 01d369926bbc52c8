using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Counts what a check finds, for the first line of an answer.</summary>
internal sealed class CheckTally
{
    private readonly long[] _kinds = new long[Enum.GetValues<EntryKind>().Length];

    /// <summary>How many files were read.</summary>
    public long FilesRead { get; private set; }

    public void Add(CheckedEntry entry)
    {
        if (entry.Standing is EntryStanding.Covered or EntryStanding.CoveredRenamed)
        {
            _kinds[(int)entry.Kind]++;
        }

        bool isRead = entry.Standing is EntryStanding.Covered or EntryStanding.CoveredRenamed or EntryStanding.Changed;
        FilesRead += isRead && entry.Kind == EntryKind.File ? 1 : 0;
    }

    /// <summary>"10,000 files (39 MiB), 2 links and 1 empty folder".</summary>
    /// <param name="bytes">The bytes of the files.</param>
    public string Covered(long bytes)
    {
        string files = $"{Amount.Of(_kinds[(int)EntryKind.File], "file")} ({Amount.Bytes(bytes)})";
        (long Number, string Name)[] others =
            [(_kinds[(int)EntryKind.Link], "link"), (_kinds[(int)EntryKind.EmptyFolder], "empty folder")];
        string[] all = [files, .. others.Where(o => o.Number > 0).Select(o => Amount.Of(o.Number, o.Name))];
        return all.Length == 1 ? files : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>Whether one thing is covered, so that "is" is the word.</summary>
    public bool IsOne => _kinds.Sum() == 1;
}
