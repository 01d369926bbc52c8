using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Goes through the manifest beside the walk, and says which files need not be read: those that are not listed. It runs in the walk's
/// thread, ahead of the comparison, with a reader of its own.
/// </summary>
internal sealed class ListedPaths : IDisposable
{
    private readonly IEnumerator<ManifestEntry> _entries;
    private readonly long _bytes;
    private bool _hasCurrent;

    public ListedPaths(ManifestReader manifest)
    {
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

        if (_hasCurrent && order == 0)
        {
            item.Sizes = (_entries.Current.Size, _entries.Current.Size);
            return null;
        }

        // A name that could be a listed one in another form is read, because the digests decide. None has more bytes than all together.
        item.Sizes = (0, _bytes);
        return OtherForms.MayHaveOne(item.Path) ? null : default(Sha256Digest);
    }

    public void Dispose() => _entries.Dispose();
}
