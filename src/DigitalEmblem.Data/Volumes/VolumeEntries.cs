namespace DigitalEmblem.Data;

/// <summary>
/// The entries of a volume in the order of their paths, each as the newest generation lists it (data-emblem, volume): a merge of all
/// generations, with a bound on memory and open files whatever their number.
/// </summary>
internal sealed class VolumeEntries : ListedEntries
{
    // Two of the longest entries, so that a part of a page has one whole entry at least.
    private const int LeastShare = 8 << 10;

    private readonly VolumeFiles _files;
    private readonly EntryRules _exclusions;
    private readonly VolumeBreak _break;
    private readonly bool _isStrict;
    private readonly long _newest;
    private readonly PriorityQueue<GenerationReader, (EntryPath Path, long Number)> _readers =
        new(Comparer<(EntryPath, long)>.Create(Compare));

    private long _dropped;
    private ManifestEntry? _current;
    private long _generation;
    private bool _isAhead;

    public VolumeEntries(
        VolumeChain chain, ValueList<EntryPath> exclusions, Func<DataRoot, Stream> open, bool isStrict, int memory)
    {
        _files = new VolumeFiles(open);
        _exclusions = new EntryRules(exclusions);
        _break = chain.Break;
        _isStrict = isStrict;
        _newest = chain.Newest.Number;
        Bytes = chain.Bytes;
        var page = new byte[DataLimits.MaxPageBytes];
        int share = Math.Clamp(memory / chain.Generations.Count, LeastShare, DataLimits.MaxPageBytes);
        try
        {
            foreach (Generation generation in chain.Generations)
            {
                var reader = new GenerationReader(generation, _files, page, share);
                // One behind a break that another reader met is not begun: nothing would take it out of the queue.
                if (reader.Number > _dropped && TryMove(reader) == true)
                {
                    _readers.Enqueue(reader, PlaceOf(reader));
                }
            }
        }
        catch
        {
            _files.Dispose();
            throw;
        }
    }

    public override long Bytes { get; }

    public override ManifestEntry? Peek()
    {
        Drop();
        if (!_isAhead)
        {
            Next();
            _isAhead = true;
        }

        return _current;
    }

    public override void Advance() => _isAhead = false;

    public override CheckedEntry Absent(ManifestEntry listed) =>
        listed.Kind == EntryKind.NotCovered ? Standings.Missing(listed) : Standings.NoLongerHeld(listed);

    public override CheckedEntry Unlisted(ManifestEntry there) => _break.Generation == 0
        ? Standings.New(there.Path, there.Kind, there.Size)
        : Standings.Undecided(there);

    public override CheckedEntry Told(CheckedEntry entry) => entry with { Generation = _generation };

    // A folder whose content was pruned may be left where a file was listed once. It says nothing of the file.
    public override bool IsReplacedByFolder(ManifestEntry listed) => listed.Kind is EntryKind.File or EntryKind.Link;

    public override void Dispose() => _files.Dispose();

    // By path, and of one path the newest generation first.
    private static int Compare((EntryPath Path, long Number) left, (EntryPath Path, long Number) right)
    {
        int order = left.Path.CompareTo(right.Path);
        return order != 0 ? order : right.Number.CompareTo(left.Number);
    }

    private static (EntryPath Path, long Number) PlaceOf(GenerationReader reader) => (reader.Current!.Path, reader.Number);

    private void Next()
    {
        _current = null;
        while (_current is null && _readers.TryPeek(out GenerationReader? newest, out _))
        {
            ManifestEntry entry = newest.Current!;
            _generation = newest.Number;
            Step(newest);
            while (_readers.TryPeek(out GenerationReader? same, out _) && same.Current!.Path == entry.Path)
            {
                Step(same);
            }

            _current = _generation <= _dropped || _exclusions.IsExcluded(entry.Path) ? null : entry;
        }
    }

    // The first reader of the queue goes on, and takes its new place.
    private void Step(GenerationReader first)
    {
        switch (TryMove(first))
        {
            case true:
                _readers.DequeueEnqueue(first, PlaceOf(first));
                break;
            case false:
                _readers.Dequeue();
                break;
        }
    }

    // Null if the generation turned out malformed, and was dropped. A fault of the newest one is a fault of the sign's own manifest, and
    // leaves nothing to compare with.
    private bool? TryMove(GenerationReader reader)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (Exception e) when (e is DataFormatException or IOException && !_isStrict && reader.Number != _newest)
        {
            _break.Add(reader.Number, e.Message.TrimEnd('.'));
            Drop();
            return null;
        }
    }

    // What lies behind a break is not believed, also if another reader met it.
    private void Drop()
    {
        long last = _break.Generation;
        if (last <= _dropped)
        {
            return;
        }

        _dropped = last;
        GenerationReader[] kept = [.. _readers.UnorderedItems.Select(r => r.Element).Where(r => r.Number > last)];
        _readers.Clear();
        foreach (GenerationReader reader in kept)
        {
            _readers.Enqueue(reader, PlaceOf(reader));
        }

        _isAhead &= _current is null || _generation > last;
    }
}
