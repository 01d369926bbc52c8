using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Says which entries of a volume the next generation lists: those that are not as the generations before list them. It also writes a
/// record of the state for each file that the volume lists then.
/// </summary>
/// <param name="listed">What the generations before list, without what the next one excludes.</param>
/// <param name="state">The state for the next update.</param>
internal sealed class VolumeUpdate(ListedEntries listed, StateWriter state) : IDisposable
{
    /// <summary>How many entries the next generation lists.</summary>
    public long Entries { get; private set; }

    /// <summary>Takes the next entry of the walk, and says whether it must be listed.</summary>
    /// <param name="entry">What is there.</param>
    /// <param name="stamp">The stamp of a file.</param>
    public bool Take(ManifestEntry entry, in FileStamp? stamp)
    {
        while (listed.Peek() is { } before && before.Path < entry.Path)
        {
            Pass(before);
        }

        ManifestEntry? same = listed.Peek() is { } next && next.Path == entry.Path ? next : null;
        if (same is not null)
        {
            listed.Advance();
        }

        bool isNew = IsNew(entry, same);
        Entries += isNew ? 1 : 0;
        if (entry.Kind == EntryKind.File)
        {
            state.Add(stamp!.Value);
        }
        else if (!isNew && same is { Kind: EntryKind.File })
        {
            state.AddUnknown();
        }

        return isNew;
    }

    /// <summary>Passes what is listed behind the last entry of the walk.</summary>
    public void Finish()
    {
        while (listed.Peek() is { } left)
        {
            Pass(left);
        }
    }

    public void Dispose() => listed.Dispose();

    private void Pass(ManifestEntry entry)
    {
        if (entry.Kind == EntryKind.File)
        {
            state.AddUnknown();
        }

        listed.Advance();
    }

    private bool IsNew(ManifestEntry entry, ManifestEntry? same)
    {
        bool isFolder = entry.Kind == EntryKind.EmptyFolder;
        return same is { Kind: EntryKind.NotCovered } && (isFolder || entry.Kind == EntryKind.NotCovered) ? false
            : isFolder && (same is null || listed.IsReplacedByFolder(same))
                // It is empty because all that was listed in it was pruned.
                ? listed.Peek() is not { } next || !EntryRules.IsBelow(next.Path.Bytes, entry.Path.Bytes)
            : entry != same;
    }
}
