using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Goes through the manifest beside the walk, and says which files need not be read: those that are not listed. It runs in the walk's
/// thread, ahead of the comparison, with a reader of its own.
/// </summary>
internal sealed class ListedPaths : IDisposable
{
    private readonly ManifestReader _manifest;
    private readonly IEnumerator<ManifestEntry> _entries;
    private readonly long _bytes;
    private bool _hasCurrent;

    public ListedPaths(ManifestReader manifest)
    {
        _manifest = manifest;
        _entries = manifest.Entries().GetEnumerator();
        _bytes = manifest.Head.Bytes;
        _hasCurrent = _entries.MoveNext();
    }

    /// <summary>A digest of nothing if the file need not be read, else null.</summary>
    public Sha256Digest? Known(WalkItem item)
    {
        int order = -1;
        while (_hasCurrent && (order = EntryPath.Compare(_entries.Current.Path.Bytes, item.Path)) < 0)
        {
            _hasCurrent = _entries.MoveNext();
        }

        return Known(item, _hasCurrent && order == 0 ? _entries.Current : null);
    }

    /// <summary>The same for the only file that is asked about: it reads some pages, and not all that come before.</summary>
    /// <exception cref="DataFormatException">A page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">The manifest could not be read.</exception>
    public Sha256Digest? KnownAlone(WalkItem item) => Known(item, _manifest.Find(EntryPath.Of(item.Path)));

    public void Dispose() => _entries.Dispose();

    private Sha256Digest? Known(WalkItem item, ManifestEntry? listed)
    {
        if (listed is not null)
        {
            item.Sizes = (listed.Size, listed.Size);
            return null;
        }

        // A name that could be a listed one in another form is read, because the digests decide. None has more bytes than all together.
        item.Sizes = (0, _bytes);
        return OtherForms.MayHaveOne(item.Path) ? null : default(Sha256Digest);
    }
}
