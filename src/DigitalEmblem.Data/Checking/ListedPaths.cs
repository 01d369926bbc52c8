using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Goes through the manifest beside the walk, and says which files need not be read: those that are not listed. It runs in the walk's
/// thread, ahead of the comparison, with a reader of its own.
/// </summary>
internal sealed class ListedPaths : IDisposable
{
    private readonly IEnumerator<ManifestEntry> _entries;
    private bool _hasCurrent;

    public ListedPaths(ManifestReader manifest)
    {
        _entries = manifest.Entries().GetEnumerator();
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

        // A name that could be a listed one in another form is read, because the digests decide.
        return (_hasCurrent && order == 0) || OtherForms.MayHaveOne(item.Path) ? null : default(Sha256Digest);
    }

    public void Dispose() => _entries.Dispose();
}
