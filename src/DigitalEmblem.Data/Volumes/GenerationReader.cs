namespace DigitalEmblem.Data;

/// <summary>
/// Reads the entries of one generation, one after the other. Each page is checked as a whole against the head before its first entry is
/// decoded; of a page that does not fit into its share of memory it keeps a part, and reads and checks it again for the next part.
/// </summary>
/// <param name="generation">The generation.</param>
/// <param name="files">The open manifests of the volume.</param>
/// <param name="page">Room for a page, which the readers of one volume share.</param>
/// <param name="share">How many bytes of a page it keeps; two of the longest entries at least.</param>
internal sealed class GenerationReader(Generation generation, VolumeFiles files, byte[] page, int share)
{
    private readonly EntryRules _rules = new(generation.Head.Terms.Exclusions);
    private byte[] _part = [];
    private int _partStart;
    private int _partLength;
    private int _at;
    private int _left;
    private int _number = -1;
    private long _pageStart = ManifestLayout.Magic.Length;

    /// <summary>The number of the generation.</summary>
    public long Number { get; } = generation.Number;

    /// <summary>The entry; null before the first one and after the last one.</summary>
    public ManifestEntry? Current { get; private set; }

    private PageReference Page => generation.Head.Pages[_number];

    /// <summary>Goes to the next entry, or returns false. At the end, the sums of the head were checked.</summary>
    /// <exception cref="DataFormatException">A page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">The manifest could not be read.</exception>
    public bool MoveNext()
    {
        Current = null;
        if (_left == 0 && !NextPage())
        {
            return false;
        }

        int partEnd = _partStart + _partLength;
        if (partEnd < Page.Length && partEnd - _at < DataLimits.MaxEntryBytes)
        {
            Load();
        }

        CanonicalCbor cbor = ManifestPage.Begin(_part.AsSpan(_at - _partStart, _partStart + _partLength - _at), _number, _at);
        ManifestEntry entry = ManifestPage.ReadEntry(ref cbor);
        if (_rules.Add(entry) is { } broken)
        {
            throw cbor.Fault(broken, 0);
        }

        _at += cbor.Offset;
        if (--_left == 0)
        {
            cbor.End();
        }

        Current = entry;
        return true;
    }

    private bool NextPage()
    {
        if (_number >= 0)
        {
            _pageStart += Page.Length;
        }

        if (++_number == generation.Head.PageCount)
        {
            _number--;
            ManifestReader.CheckSums(generation.Head, _rules);
            return false;
        }

        _at = 0;
        Load();
        CanonicalCbor cbor = ManifestPage.Begin(_part.AsSpan(0, _partLength), _number);
        _left = ManifestPage.ReadCount(ref cbor);
        _at = cbor.Offset;
        return true;
    }

    // Reads the page, checks it, and keeps the part that begins with the next entry.
    private void Load()
    {
        Span<byte> whole = page.AsSpan(0, Page.Length);
        files.Read(generation, _pageStart, whole);
        ManifestReader.CheckDigest(whole, Page, _number);
        _partStart = _at;
        _partLength = Math.Min(whole.Length - _at, share);
        if (_part.Length < _partLength)
        {
            _part = new byte[_partLength];
        }

        whole.Slice(_at, _partLength).CopyTo(_part);
    }
}
