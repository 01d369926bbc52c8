using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DigitalEmblem.Data;

/// <summary>
/// Reads a manifest that a root names (data-emblem, manifest). The head is checked against the root, and each page against the head, before
/// it is decoded. It holds the head and one page.
/// </summary>
/// <remarks>
/// Only a reading of all entries shows that pages are in order and that the sums of the head are true. Not safe for concurrent use:
/// parallel readers each open their own stream.
/// </remarks>
public sealed class ManifestReader
{
    private const string Part = "manifest";

    private readonly Stream _stream;
    private readonly long[] _starts;
    private byte[]? _page;

    private ManifestReader(Stream stream, DataRoot root, ManifestHead head, int headLength, long[] starts)
    {
        HeadLength = headLength;
        _stream = stream;
        Root = root;
        Head = head;
        _starts = starts;
    }

    /// <summary>The root that the head was checked against.</summary>
    public DataRoot Root { get; }

    /// <summary>The head.</summary>
    public ManifestHead Head { get; }

    /// <summary>The bytes of the head as it is written.</summary>
    internal int HeadLength { get; }

    // Of many generations of a volume, only the heads are read here.
    private byte[] Buffer => _page ??= new byte[DataLimits.MaxPageBytes];

    /// <summary>Opens the manifest of a root.</summary>
    /// <param name="stream">A stream that can seek, and holds the manifest from its start to its end; it stays open.</param>
    /// <param name="root">The root, from a sign.</param>
    /// <exception cref="DataFormatException">It is no manifest, or that of another root.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static ManifestReader Open(Stream stream, DataRoot root) => Open(stream, root, start: 0);

    /// <summary>Opens a manifest that begins at a byte of the stream and reaches to its end.</summary>
    internal static ManifestReader Open(Stream stream, DataRoot root, long start)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Open(stream, start, root);
    }

    /// <summary>Opens a manifest of whatever root. Nothing vouches for it.</summary>
    internal static ManifestReader OpenUnnamed(Stream stream) => Open(stream, 0, null);

    private static ManifestReader Open(Stream stream, long start, DataRoot? root)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long length = stream.Length - start;
        int around = ManifestLayout.Magic.Length + ManifestLayout.TrailerLength;
        if (length <= around)
        {
            throw new DataFormatException($"{length} bytes, which is too short for one", Part);
        }

        Span<byte> magic = stackalloc byte[ManifestLayout.Magic.Length];
        Read(stream, start, magic);
        if (!magic.SequenceEqual(ManifestLayout.Magic))
        {
            throw new DataFormatException("does not begin with 'adem-manifest:1' and 00", Part, 0);
        }

        Span<byte> trailer = stackalloc byte[ManifestLayout.TrailerLength];
        Read(stream, start + length - trailer.Length, trailer);
        uint headLength = BinaryPrimitives.ReadUInt32BigEndian(trailer);
        if (headLength > Math.Min(DataLimits.MaxHeadBytes, length - around))
        {
            throw new DataFormatException(
                $"claims a head of {headLength} bytes, more than there are or more than {DataLimits.MaxHeadBytes}: it was cut or altered",
                Part,
                length - trailer.Length);
        }

        var encoded = new byte[headLength];
        Read(stream, start + length - trailer.Length - headLength, encoded);
        var named = DataRoot.OfHead(encoded);
        if (root is not null && named != root)
        {
            throw new DataFormatException("it has another root: it was altered or cut, or it belongs to another sign", "head");
        }

        var head = ManifestHead.Read(encoded);
        return new ManifestReader(stream, named, head, encoded.Length, Starts(head, start, length - around - headLength));
    }

    /// <summary>All entries, in order. Reading to the end checks the order across pages and the sums of the head.</summary>
    /// <exception cref="DataFormatException">Thrown by the enumeration: a page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">Thrown by the enumeration: the stream could not be read.</exception>
    public IEnumerable<ManifestEntry> Entries()
    {
        var rules = new EntryRules(Head.Terms.Exclusions);
        for (int i = 0; i < Head.PageCount; i++)
        {
            foreach (ManifestEntry entry in ReadPage(i, rules))
            {
                yield return entry;
            }
        }

        CheckSums(Head, rules);
    }

    /// <summary>As <see cref="Entries"/>, where reading may wait.</summary>
    /// <param name="cancellationToken">Ends the enumeration between two pages.</param>
    /// <exception cref="DataFormatException">Thrown by the enumeration: a page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">Thrown by the enumeration: the stream could not be read.</exception>
    /// <exception cref="OperationCanceledException">Thrown by the enumeration: it was ended.</exception>
    public async IAsyncEnumerable<ManifestEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rules = new EntryRules(Head.Terms.Exclusions);
        for (int i = 0; i < Head.PageCount; i++)
        {
            Memory<byte> bytes = Buffer.AsMemory(0, Head.Pages[i].Length);
            _stream.Position = _starts[i];
            try
            {
                await _stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
            catch (EndOfStreamException)
            {
                throw CutShort();
            }

            foreach (ManifestEntry entry in Checked(i, bytes.Span, rules))
            {
                yield return entry;
            }
        }

        CheckSums(Head, rules);
    }

    /// <summary>The entries of one page: a part of <see cref="Entries"/>, whose place among the other pages is not checked.</summary>
    /// <param name="page">The page's number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such page.</exception>
    /// <exception cref="DataFormatException">The page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public IReadOnlyList<ManifestEntry> ReadPage(int page)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(page);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(page, Head.PageCount);
        return ReadPage(page, new EntryRules(Head.Terms.Exclusions));
    }

    /// <summary>
    /// The entry of a path, or null if there is none: a binary search over the first paths of pages, which reads some pages and not all.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <exception cref="DataFormatException">A page that was read was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public ManifestEntry? Find(EntryPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int from = 0, to = Head.PageCount - 1;
        while (from <= to)
        {
            int middle = from + ((to - from) / 2);
            IReadOnlyList<ManifestEntry> page = ReadPage(middle);
            if (path < page[0].Path)
            {
                to = middle - 1;
            }
            else if (path > page[^1].Path)
            {
                from = middle + 1;
            }
            else
            {
                return page.FirstOrDefault(e => e.Path == path);
            }
        }

        return null;
    }

    private static long[] Starts(ManifestHead head, long start, long bytesOfPages)
    {
        var starts = new long[head.PageCount];
        long position = start + ManifestLayout.Magic.Length;
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = position;
            position += head.Pages[i].Length;
        }

        long named = position - start - ManifestLayout.Magic.Length;
        return named == bytesOfPages
            ? starts
            : throw new DataFormatException($"has {bytesOfPages} bytes of pages, and its head names {named}", Part);
    }

    private ManifestEntry[] ReadPage(int page, EntryRules rules)
    {
        Span<byte> bytes = Buffer.AsSpan(0, Head.Pages[page].Length);
        Read(_stream, _starts[page], bytes);
        return Checked(page, bytes, rules);
    }

    private ManifestEntry[] Checked(int page, ReadOnlySpan<byte> bytes, EntryRules rules)
    {
        CheckDigest(bytes, Head.Pages[page], page);
        return ManifestPage.Read(bytes, page, rules);
    }

    /// <summary>Compares a page with what its head says of it, before it is decoded.</summary>
    internal static void CheckDigest(ReadOnlySpan<byte> page, PageReference named, int number)
    {
        if (ManifestPage.Digest(page) != named.Digest)
        {
            throw new DataFormatException(
                "it has another digest than its head says: it was altered", string.Create(CultureInfo.InvariantCulture, $"page {number}"));
        }
    }

    /// <summary>Compares the sums of a head with those of all entries.</summary>
    internal static void CheckSums(ManifestHead head, EntryRules rules)
    {
        if (rules.Files != head.Files || rules.Bytes != head.Bytes)
        {
            throw new DataFormatException(
                $"states {head.Files} files of {head.Bytes} bytes, and the entries are {rules.Files} of {rules.Bytes}", "head");
        }
    }

    /// <summary>Reads bytes at a position.</summary>
    internal static void Read(Stream stream, long position, Span<byte> bytes)
    {
        stream.Position = position;
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw CutShort();
        }
    }

    private static DataFormatException CutShort() => new("cut short while it was read", Part);
}
