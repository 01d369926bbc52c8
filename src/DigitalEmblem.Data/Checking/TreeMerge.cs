using System.Collections.Concurrent;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Merges a sorted walk with what is listed, entry by entry. Listed paths are compared and never opened. Names that differ only
/// in their form come at the end.
/// </summary>
internal sealed class TreeMerge : IDisposable
{
    private readonly ListedEntries _listed;
    private readonly ConcurrentQueue<byte[]> _excluded;
    private readonly OtherForms _forms;

    /// <param name="listed">What is listed.</param>
    /// <param name="excluded">The paths that the walk has left out; it is ahead of the items.</param>
    public TreeMerge(ListedEntries listed, ConcurrentQueue<byte[]> excluded)
    {
        _listed = listed;
        _excluded = excluded;
        _forms = new OtherForms(listed);
    }

    /// <summary>Whether the folder itself could not be read, so that nothing is known of it.</summary>
    public Trouble RootTrouble { get; private set; }

    /// <summary>What comes until the next item of the walk, and that item.</summary>
    public IEnumerable<CheckedEntry> Take(HashedItem there)
    {
        WalkItem item = there.Item;
        foreach (CheckedEntry excluded in Excluded(item.Path))
        {
            yield return excluded;
        }

        while (_listed.Peek() is { } before && EntryPath.Compare(before.Path.Bytes, item.Path) < 0)
        {
            CheckedEntry? absent = before.Kind == EntryKind.EmptyFolder && EntryRules.IsBelow(item.Path, before.Path.Bytes)
                ? _listed.Told(Standings.Filled(before))
                : Absent(before);
            _listed.Advance();
            if (absent is not null)
            {
                yield return absent;
            }
        }

        if (!item.Trouble.IsNone)
        {
            foreach (CheckedEntry unreadable in Unreadable(there))
            {
                yield return unreadable;
            }

            yield break;
        }

        ManifestEntry? listed = _listed.Peek();
        if (listed is not null && listed.Path.Bytes.SequenceEqual(item.Path))
        {
            bool isReplaced = item.Kind == EntryKind.EmptyFolder && _listed.IsReplacedByFolder(listed);
            CheckedEntry? compared = isReplaced ? Absent(listed) : _listed.Told(Standings.Compare(listed, there));
            _listed.Advance();
            if (compared is not null)
            {
                yield return compared;
            }

            if (!isReplaced)
            {
                yield break;
            }
        }

        if (item.Kind != EntryKind.EmptyFolder || _listed.Peek() is not { } next || !EntryRules.IsBelow(next.Path.Bytes, item.Path))
        {
            // A folder that is empty because all that is listed in it is missing is not new.
            ManifestEntry entry = Standings.EntryOf(there);
            if (!_forms.TryAddUnlisted(entry, null))
            {
                yield return _listed.Unlisted(entry);
            }
        }
    }

    /// <summary>What is left after the last item of the walk.</summary>
    public IEnumerable<CheckedEntry> Finish()
    {
        foreach (CheckedEntry excluded in Excluded(null))
        {
            yield return excluded;
        }

        while (_listed.Peek() is { } left)
        {
            CheckedEntry? absent = Absent(left);
            _listed.Advance();
            if (absent is not null)
            {
                yield return absent;
            }
        }

        foreach (CheckedEntry entry in _forms.Resolve())
        {
            yield return entry;
        }
    }

    public void Dispose() => _listed.Dispose();

    private CheckedEntry? Absent(ManifestEntry listed)
    {
        CheckedEntry absent = _listed.Told(_listed.Absent(listed));
        return _forms.TryAddMissing(listed, absent) ? null : absent;
    }

    // Nothing is known of what lies below a folder that could not be read, so that it is not missing.
    private IEnumerable<CheckedEntry> Unreadable(HashedItem there)
    {
        WalkItem item = there.Item;
        string words = item.Trouble.ToWords();
        bool any = false;
        while (_listed.Peek() is { } listed && (item.Path.Length == 0 || EntryRules.IsBelow(listed.Path.Bytes, item.Path)
            || listed.Path.Bytes.SequenceEqual(item.Path)))
        {
            bool isItself = listed.Path.Bytes.Length == item.Path.Length;
            CheckedEntry entry = _listed.Told(
                Standings.Unreadable(listed, isItself ? words : $"a folder above it could not be read: {words}"));
            _listed.Advance();
            any = true;
            yield return entry;
        }

        if (item.Path.Length == 0)
        {
            RootTrouble = item.Trouble;
        }
        else if (!any)
        {
            EntryPath path = Nearest(item.Path);
            if (item.Type == NodeType.File && _forms.TryAddUnlisted(ManifestEntry.File(path, 0, default), words))
            {
                yield break;
            }

            _forms.AddUnreadable(path);
            yield return new CheckedEntry(path, item.Kind, EntryStanding.Unreadable, 0, words);
        }
    }

    private IEnumerable<CheckedEntry> Excluded(byte[]? before)
    {
        while (_excluded.TryPeek(out byte[]? path) && (before is null || EntryPath.Compare(path, before) < 0))
        {
            _ = _excluded.TryDequeue(out _);
            EntryPath excluded = EntryPath.Of(path);
            if (!EntryRules.IsReserved(excluded))
            {
                yield return Standings.Excluded(excluded);
            }
        }
    }

    // A path that is too long for a manifest is shown by the folder that it lies in, and a name that is by its beginning.
    private static EntryPath Nearest(ReadOnlySpan<byte> path)
    {
        EntryPath? nearest;
        while (!EntryPath.TryOf(path, out nearest))
        {
            int end = path.LastIndexOf((byte)'/');
            path = path[..(end > 0 ? end : Math.Min(path.Length - 1, EntryPath.MaxComponentLength))];
        }

        return nearest;
    }
}
