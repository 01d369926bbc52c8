namespace DigitalEmblem.Data;

/// <summary>The entries of one manifest of content: all of them must be there, and nothing else.</summary>
internal sealed class ManifestEntries : ListedEntries
{
    private readonly IEnumerator<ManifestEntry> _entries;
    private bool _hasCurrent;

    public ManifestEntries(ManifestReader manifest)
    {
        _entries = manifest.Entries().GetEnumerator();
        Bytes = manifest.Head.Bytes;
        _hasCurrent = _entries.MoveNext();
    }

    public override long Bytes { get; }

    public override ManifestEntry? Peek() => _hasCurrent ? _entries.Current : null;

    public override void Advance() => _hasCurrent = _entries.MoveNext();

    public override CheckedEntry Absent(ManifestEntry listed) => Standings.Missing(listed);

    public override CheckedEntry Unlisted(ManifestEntry there) => Standings.New(there.Path, there.Kind, there.Size);

    public override CheckedEntry Told(CheckedEntry entry) => entry;

    public override bool IsReplacedByFolder(ManifestEntry listed) => false;

    public override void Dispose() => _entries.Dispose();
}
