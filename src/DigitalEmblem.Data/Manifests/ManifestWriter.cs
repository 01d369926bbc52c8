using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Data;

/// <summary>
/// Writes a manifest in one pass (data-emblem, manifest): entries in their order, then the head. It holds one page, and the digests of
/// the pages before.
/// </summary>
/// <remarks>
/// Each manifest has a fresh nonce, so that writing the same entries again gives another root. Not safe for concurrent use.
/// </remarks>
public sealed class ManifestWriter
{
    private readonly Stream _destination;
    private readonly ManifestTerms _terms;
    private readonly byte[] _nonce;
    private readonly EntryRules _rules;
    private readonly List<PageReference> _pages = [];
    private readonly ArrayBufferWriter<byte> _page = new(DataLimits.MaxPageBytes);
    private readonly ArrayBufferWriter<byte> _entry = new();
    private readonly ArrayBufferWriter<byte> _start = new();
    private int _entries;
    private bool _begun;
    private bool _finished;

    /// <summary>A writer of one manifest.</summary>
    /// <param name="destination">Where it goes, from the present position on; it stays open.</param>
    /// <param name="terms">What the manifest is a manifest of.</param>
    public ManifestWriter(Stream destination, ManifestTerms terms)
        : this(destination, terms, RandomNumberGenerator.GetBytes(ManifestHead.NonceLength))
    {
    }

    internal ManifestWriter(Stream destination, ManifestTerms terms, byte[] nonce)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(terms);
        _destination = destination;
        _terms = terms;
        _nonce = nonce;
        _rules = new EntryRules(terms.Exclusions);
    }

    /// <summary>The bytes of the head; 0 before it is written.</summary>
    internal int HeadLength { get; private set; }

    /// <summary>Adds the next entry.</summary>
    /// <param name="entry">An entry after the one before it (<see cref="EntryPath.CompareTo"/>).</param>
    /// <exception cref="ArgumentException">
    /// The entry is not after the one before it, lies below one that is no folder, is excluded, is a file of the sign itself, or does not
    /// fit a location. Nothing can be added afterwards.
    /// </exception>
    /// <exception cref="InvalidOperationException">The manifest is finished, or an entry was refused.</exception>
    public void Add(ManifestEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ThrowIfFinished();
        string? broken = _terms.Kind == DataKind.Location ? "a location has no entries" : _rules.Add(entry);
        if (broken is not null)
        {
            _finished = true;
            throw new ArgumentException($"'{entry.Path}' cannot be listed: {broken}.", nameof(entry));
        }

        _entry.ResetWrittenCount();
        ManifestPage.Write(_entry, entry);
        if (_entries == DataLimits.MaxPageEntries
            || StartLength(_entries + 1) + _page.WrittenCount + _entry.WrittenCount > DataLimits.MaxPageBytes)
        {
            ClosePage();
        }

        _page.Write(_entry.WrittenSpan);
        _entries++;
    }

    /// <summary>Writes the head, and flushes.</summary>
    /// <returns>The root, for a sign.</returns>
    /// <exception cref="InvalidOperationException">
    /// The manifest is finished, an entry was refused, or there are more pages than a head of 4 MiB can name.
    /// </exception>
    public DataRoot Finish()
    {
        ThrowIfFinished();
        _finished = true;
        if (_entries > 0)
        {
            ClosePage();
        }

        byte[] head = new ManifestHead(_terms, _nonce, _rules.Files, _rules.Bytes, [.. _pages]).Encode();
        if (head.Length > DataLimits.MaxHeadBytes)
        {
            throw new InvalidOperationException(
                $"The manifest has {_pages.Count} pages, more than a head of {DataLimits.MaxHeadBytes} bytes can name: "
                    + "mark the folder in parts.");
        }

        HeadLength = head.Length;
        Begin();
        _destination.Write(head);
        Span<byte> length = stackalloc byte[ManifestLayout.TrailerLength];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)head.Length);
        _destination.Write(length);
        _destination.Flush();
        return DataRoot.OfHead(head);
    }

    private static int StartLength(int entries) => entries < 24 ? 1 : entries <= byte.MaxValue ? 2 : 3;

    private void ClosePage()
    {
        _start.ResetWrittenCount();
        _start.Array(_entries);
        ReadOnlySpan<byte> start = _start.WrittenSpan, entries = _page.WrittenSpan;
        _pages.Add(new PageReference(ManifestPage.Digest(start, entries), start.Length + entries.Length));
        Begin();
        _destination.Write(start);
        _destination.Write(entries);
        _page.ResetWrittenCount();
        _entries = 0;
    }

    private void Begin()
    {
        if (!_begun)
        {
            _destination.Write(ManifestLayout.Magic);
            _begun = true;
        }
    }

    private void ThrowIfFinished()
    {
        if (_finished)
        {
            throw new InvalidOperationException("The manifest is finished, or an entry was refused.");
        }
    }
}
