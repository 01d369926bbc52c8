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
    public Sentence Covered(long bytes)
    {
        (long files, long links, long folders) =
            (_kinds[(int)EntryKind.File], _kinds[(int)EntryKind.Link], _kinds[(int)EntryKind.EmptyFolder]);
        Sentence all = $"{Amount.Files(files)} ({Amount.Bytes(bytes)})";
        Sentence[] others =
            [.. links > 0 ? (Sentence[])[Amount.Links(links)] : [], .. folders > 0 ? (Sentence[])[Amount.EmptyFolders(folders)] : []];
        return Sentence.List([all, .. others], ListForm.And);
    }

    /// <summary>Whether one thing is covered, so that "is" is the word.</summary>
    public bool IsOne => _kinds.Sum() == 1;
}
