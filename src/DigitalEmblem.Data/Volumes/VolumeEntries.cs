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
    private readonly PriorityQueue<GenerationReader, GenerationReader> _readers = new(Comparer<GenerationReader>.Create(Compare));
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
                Step(new GenerationReader(generation, _files, page, share));
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

    private static int Compare(GenerationReader? left, GenerationReader? right)
    {
        int order = left!.Current!.Path.CompareTo(right!.Current!.Path);
        return order != 0 ? order : right.Number.CompareTo(left.Number);
    }

    private void Next()
    {
        _current = null;
        while (_current is null && _readers.Count > 0)
        {
            GenerationReader newest = _readers.Dequeue();
            ManifestEntry entry = newest.Current!;
            _generation = newest.Number;
            Step(newest);
            while (_readers.TryPeek(out GenerationReader? same, out _) && same.Current!.Path == entry.Path)
            {
                _readers.Dequeue();
                Step(same);
            }

            _current = _generation <= _dropped || _exclusions.IsExcluded(entry.Path) ? null : entry;
        }
    }

    // A fault of the newest generation is one of the sign's own manifest, and leaves nothing to compare with.
    private void Step(GenerationReader reader)
    {
        try
        {
            if (reader.MoveNext())
            {
                _readers.Enqueue(reader, reader);
            }
        }
        catch (Exception e) when (e is DataFormatException or IOException && !_isStrict && reader.Number != _newest)
        {
            _break.Add(reader.Number, e.Message.TrimEnd('.'));
            Drop();
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
            _readers.Enqueue(reader, reader);
        }

        _isAhead &= _current is null || _generation > last;
    }
}
