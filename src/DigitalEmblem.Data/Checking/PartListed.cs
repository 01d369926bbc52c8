namespace DigitalEmblem.Data;

/// <summary>Those of all listed entries that belong to a part. The others are read and passed over.</summary>
/// <param name="listed">All entries.</param>
/// <param name="part">The part.</param>
internal sealed class PartListed(ListedEntries listed, PartEntries part) : ListedEntries
{
    private ManifestEntry? _asked;

    public override long Bytes => listed.Bytes;

    public override ManifestEntry? Peek()
    {
        while (listed.Peek() is { } entry && !ReferenceEquals(entry, _asked))
        {
            if (part.Has(entry))
            {
                _asked = entry;
                return entry;
            }

            listed.Advance();
        }

        return listed.Peek();
    }

    public override void Advance() => listed.Advance();

    public override CheckedEntry Absent(ManifestEntry missing) => listed.Absent(missing);

    public override CheckedEntry Unlisted(ManifestEntry there) => listed.Unlisted(there);

    public override CheckedEntry Told(CheckedEntry entry) => listed.Told(entry);

    public override bool IsReplacedByFolder(ManifestEntry missing) => listed.IsReplacedByFolder(missing);

    public override void Dispose() => listed.Dispose();
}
