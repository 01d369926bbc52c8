using System.Buffers;
using System.Security.Cryptography;

namespace DigitalEmblem.Data;

/// <summary>Encodes, digests and decodes one page of a manifest (data-emblem, pages).</summary>
internal static class ManifestPage
{
    private const int LongFormLength = 4, ShortFormLength = 2;

    private static ReadOnlySpan<byte> Label => "adem-page:1\0"u8;

    public static Sha256Digest Digest(ReadOnlySpan<byte> page) => Digest(page, []);

    /// <summary>The digest of a page that lies in two pieces.</summary>
    public static Sha256Digest Digest(ReadOnlySpan<byte> begin, ReadOnlySpan<byte> end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Label);
        hash.AppendData(begin);
        hash.AppendData(end);
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        hash.GetHashAndReset(digest);
        return new Sha256Digest(digest);
    }

    /// <summary>Decodes a page. The rules between its entries are checked by <paramref name="rules"/>.</summary>
    /// <exception cref="DataFormatException">It is no page.</exception>
    public static ManifestEntry[] Read(ReadOnlySpan<byte> page, int number, EntryRules rules)
    {
        CanonicalCbor cbor = Begin(page, number);
        var entries = new ManifestEntry[ReadCount(ref cbor)];
        for (int i = 0; i < entries.Length; i++)
        {
            int start = cbor.Offset;
            entries[i] = ReadEntry(ref cbor);
            if (rules.Add(entries[i]) is { } broken)
            {
                throw cbor.Fault(broken, start);
            }
        }

        cbor.End();
        return entries;
    }

    /// <summary>Begins to read a page, or a part of one.</summary>
    /// <param name="bytes">Its bytes from an offset on.</param>
    /// <param name="number">Its number.</param>
    /// <param name="from">The offset.</param>
    public static CanonicalCbor Begin(ReadOnlySpan<byte> bytes, int number, int from = 0) => new(bytes, "page", number, from);

    /// <summary>How many entries the page has.</summary>
    public static int ReadCount(ref CanonicalCbor cbor)
    {
        int count = cbor.Array();
        return count is > 0 and <= DataLimits.MaxPageEntries
            ? count
            : throw cbor.Fault($"{count} entries, where 1 to {DataLimits.MaxPageEntries} are asked", 0);
    }

    public static void Write(IBufferWriter<byte> output, ManifestEntry entry)
    {
        bool hasDigest = HasDigest(entry.Kind);
        output.Array(hasDigest ? LongFormLength : ShortFormLength);
        output.Unsigned((int)entry.Kind);
        output.Bytes(entry.Path.Bytes);
        if (hasDigest)
        {
            output.Unsigned(entry.Size);
            output.Digest(entry.Digest);
        }
    }

    private static bool HasDigest(EntryKind kind) => kind is EntryKind.File or EntryKind.Link;

    public static ManifestEntry ReadEntry(ref CanonicalCbor cbor)
    {
        int start = cbor.Offset;
        int count = cbor.Array();
        ulong code = count > 0 ? cbor.Unsigned() : throw cbor.Fault("an entry is empty", start);
        if (code > (ulong)EntryKind.NotCovered)
        {
            throw cbor.Fault($"an entry is of kind {code}, where 0 to 3 is asked", start);
        }

        var kind = (EntryKind)code;
        int asked = HasDigest(kind) ? LongFormLength : ShortFormLength;
        if (count != asked)
        {
            throw cbor.Fault($"an entry of kind {code} has {count} members, where {asked} are asked", start);
        }

        EntryPath path = ReadPath(ref cbor);
        if (asked == ShortFormLength)
        {
            return kind == EntryKind.EmptyFolder ? ManifestEntry.EmptyFolder(path) : ManifestEntry.NotCovered(path);
        }

        int sizeStart = cbor.Offset;
        long size = cbor.Size();
        Sha256Digest digest = cbor.Digest();
        return kind == EntryKind.File ? ManifestEntry.File(path, size, digest)
            : size is > 0 and <= DataLimits.MaxLinkTarget ? ManifestEntry.LinkTo(path, size, digest)
            : throw cbor.Fault($"a link's target has {size} bytes, where 1 to {DataLimits.MaxLinkTarget} are asked", sizeStart);
    }

    public static EntryPath ReadPath(ref CanonicalCbor cbor)
    {
        int start = cbor.Offset;
        return EntryPath.TryOf(cbor.Bytes(), out EntryPath? path)
            ? path
            : throw cbor.Fault(
                "not a path: components of 1 to 255 bytes divided by '/', 4,096 in all, without 00, none '.' or '..'", start);
    }
}
