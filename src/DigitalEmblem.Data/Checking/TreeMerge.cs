using System.Collections.Concurrent;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Merges a sorted walk with a sorted manifest, entry by entry. Paths of the manifest are compared and never opened. Names that differ only
/// in their form come at the end.
/// </summary>
internal sealed class TreeMerge : IDisposable
{
    private readonly IEnumerator<ManifestEntry> _listed;
    private readonly ConcurrentQueue<byte[]> _excluded;
    private readonly OtherForms _forms = new();
    private ManifestEntry? _current;

    /// <param name="listed">The entries of the manifest that belong to what is walked.</param>
    /// <param name="excluded">The paths that the walk has left out; it is ahead of the items.</param>
    public TreeMerge(IEnumerable<ManifestEntry> listed, ConcurrentQueue<byte[]> excluded)
    {
        _listed = listed.GetEnumerator();
        _excluded = excluded;
        Advance();
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

        while (_current is not null && EntryPath.Compare(_current.Path.Bytes, item.Path) < 0)
        {
            CheckedEntry? absent = _current.Kind == EntryKind.EmptyFolder && EntryRules.IsBelow(item.Path, _current.Path.Bytes)
                ? Standings.Filled(_current)
                : Absent(_current);
            Advance();
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
        }
        else if (_current is not null && _current.Path.Bytes.SequenceEqual(item.Path))
        {
            CheckedEntry compared = Standings.Compare(_current, there);
            Advance();
            yield return compared;
        }
        else if (item.Kind != EntryKind.EmptyFolder || _current is null || !EntryRules.IsBelow(_current.Path.Bytes, item.Path))
        {
            // A folder that is empty because all that is listed in it is missing is not new.
            ManifestEntry entry = Standings.EntryOf(there);
            if (!_forms.TryAddUnlisted(entry, null))
            {
                yield return Standings.New(entry.Path, entry.Kind, entry.Size);
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

        while (_current is not null)
        {
            CheckedEntry? absent = Absent(_current);
            Advance();
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

    private CheckedEntry? Absent(ManifestEntry listed) => _forms.TryAddMissing(listed) ? null : Standings.Missing(listed);

    // Nothing is known of what lies below a folder that could not be read, so that it is not missing.
    private IEnumerable<CheckedEntry> Unreadable(HashedItem there)
    {
        WalkItem item = there.Item;
        string words = item.Trouble.ToWords();
        bool any = false;
        while (_current is not null && (item.Path.Length == 0 || EntryRules.IsBelow(_current.Path.Bytes, item.Path)
            || _current.Path.Bytes.SequenceEqual(item.Path)))
        {
            bool isItself = _current.Path.Bytes.Length == item.Path.Length;
            CheckedEntry entry = Standings.Unreadable(_current, isItself ? words : $"a folder above it could not be read: {words}");
            Advance();
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

    private void Advance() => _current = _listed.MoveNext() ? _listed.Current : null;
}
