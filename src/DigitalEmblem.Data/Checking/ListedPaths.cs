using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Goes through the manifest beside the walk, and says which files need not be read: those that are not listed. It runs in the walk's
/// thread, ahead of the comparison, with a reader of its own.
/// </summary>
/// <param name="listed">What is listed.</param>
/// <param name="manifest">The manifest of content, in which a single path is looked up.</param>
internal sealed class ListedPaths(ListedEntries listed, ManifestReader manifest) : IDisposable
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

        return Known(item, order == 0 ? entry : null);
    }

    /// <summary>The same for the only file that is asked about: it reads some pages, and not all that come before.</summary>
    /// <exception cref="DataFormatException">A page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">The manifest could not be read.</exception>
    public Sha256Digest? KnownAlone(WalkItem item) => Known(item, manifest.Find(EntryPath.Of(item.Path)));

    public void Dispose() => listed.Dispose();

    private Sha256Digest? Known(WalkItem item, ManifestEntry? entry)
    {
        if (entry is not null)
        {
            item.Sizes = (entry.Size, entry.Size);
            return null;
        }

        // A name that could be a listed one in another form is read, because the digests decide. None has more bytes than all together.
        item.Sizes = (0, listed.Bytes);
        return OtherForms.MayHaveOne(item.Path) ? null : default(Sha256Digest);
    }
}
