using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Goes through the manifest beside the walk, and says which files need not be read: those that are not listed. It runs in the walk's
/// thread, ahead of the comparison, with a reader of its own.
/// </summary>
internal sealed class ListedPaths(ListedEntries listed) : IDisposable
{
    /// <summary>A digest of nothing if the file need not be read, else null.</summary>
    public Sha256Digest? Known(WalkItem item)
    {
        ManifestEntry? entry;
        int order = -1;
        while ((entry = listed.Peek()) is not null && (order = EntryPath.Compare(entry.Path.Bytes, item.Path)) < 0)
        {
            listed.Advance();
        }

        if (entry is not null && order == 0)
        {
            item.Sizes = (entry.Size, entry.Size);
            return null;
        }

        // A name that could be a listed one in another form is read, because the digests decide. None has more bytes than all together.
        item.Sizes = (0, listed.Bytes);
        return OtherForms.MayHaveOne(item.Path) ? null : default(Sha256Digest);
    }

    public void Dispose() => listed.Dispose();
}
