namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Lists the members of an archive in a manifest. It reads them in the order in which they lie, and holds the digests until all are known.
/// </summary>
internal sealed class MemberLister : IDisposable
{
    private readonly ArchiveIndex _index;
    private readonly ManifestTerms _terms;
    private readonly MemberContent _content;
    private readonly IProgress<DataProgress>? _progress;
    private readonly long _totalBytes;
    private long _read;
    private long _done;

    public MemberLister(
        Stream archive,
        ArchiveIndex index,
        ManifestTerms terms,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken)
    {
        _index = index;
        _terms = terms;
        _progress = progress;
        _content = new MemberContent(archive, cancellationToken) { Advanced = Advance };
        foreach (ArchiveMember member in index.Members)
        {
            _totalBytes = unchecked(_totalBytes + member.Size);
        }
    }

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public long NotCovered { get; private set; }

    public void Dispose() => _content.Dispose();

    /// <summary>Writes the manifest.</summary>
    /// <exception cref="DataFormatException">A member is not as the archive states.</exception>
    public DataRoot Write(Stream manifest)
    {
        int[] order = [.. Enumerable.Range(0, _index.Members.Count).OrderBy(i => _index.Members[i].Start)];
        var entries = new ManifestEntry?[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ArchiveMember member = _index.Members[order[i]];
            entries[order[i]] = IsExcluded(member.Path) ? null : Entry(member);
            _done = i + 1;
            Advance(0);
        }

        var writer = new ManifestWriter(manifest, _terms);
        foreach (ManifestEntry entry in entries.OfType<ManifestEntry>())
        {
            Files += entry.Kind == EntryKind.File ? 1 : 0;
            Bytes += entry.Kind == EntryKind.File ? entry.Size : 0;
            NotCovered += entry.Kind == EntryKind.NotCovered ? 1 : 0;
            writer.Add(entry);
        }

        return writer.Finish();
    }

    private void Advance(int count)
    {
        _read += count;
        _progress?.Report(new DataProgress(_done, _read, _index.Members.Count, _totalBytes));
    }

    private ManifestEntry Entry(ArchiveMember member)
    {
        switch (member.Kind)
        {
            case EntryKind.File:
                MemberFault fault = _content.Read(member, member.Size, out Sha256Digest digest);
                return fault == MemberFault.None
                    ? ManifestEntry.File(member.Path, member.Size, digest)
                    : throw ArchiveFault.Of(member.Path, MemberFaults.Words(fault));
            case EntryKind.Link:
                byte[] target = member.Target ?? _content.ReadAll(member, DataLimits.MaxLinkTarget);
                return target.Length > 0
                    ? ManifestEntry.Link(member.Path, target)
                    : throw ArchiveFault.Of(member.Path, "is a link to nowhere");
            case EntryKind.EmptyFolder:
                return ManifestEntry.EmptyFolder(member.Path);
            default:
                return ManifestEntry.NotCovered(member.Path);
        }
    }

    private bool IsExcluded(EntryPath path) => Exclusion.Covers(_terms.Exclusions, path);
}
