using System.Buffers;

namespace DigitalEmblem.Data;

/// <summary>
/// The head of a manifest (data-emblem, head): what the root is computed from. It binds every page by its digest, and hides all of it
/// behind a nonce.
/// </summary>
public sealed class ManifestHead
{
    private const int KindKey = 0, NonceKey = 1, FilesKey = 2, BytesKey = 3, PagesKey = 4, ExclusionsKey = 5, PlaceKey = 6,
        GenerationKey = 7, PreviousKey = 8;

    // The first six keys stand in every head.
    private const int Always = 6, MembersOfPage = 2;

    private readonly byte[] _nonce;
    private readonly PageReference[] _pages;

    internal ManifestHead(ManifestTerms terms, byte[] nonce, long files, long bytes, PageReference[] pages)
    {
        Terms = terms;
        _nonce = nonce;
        Files = files;
        Bytes = bytes;
        _pages = pages;
    }

    /// <summary>The bytes of a nonce.</summary>
    internal const int NonceLength = 32;

    /// <summary>Its kind, and what belongs to that.</summary>
    public ManifestTerms Terms { get; }

    /// <summary>How many files the manifest lists. It is only a claim until all entries were read.</summary>
    public long Files { get; }

    /// <summary>The bytes of those files together. It is only a claim until all entries were read.</summary>
    public long Bytes { get; }

    /// <summary>How many pages the manifest has.</summary>
    public int PageCount => _pages.Length;

    /// <summary>The 32 random bytes, made for this root alone: without them, a guess of the data cannot be confirmed.</summary>
    internal ReadOnlySpan<byte> Nonce => _nonce;

    internal ReadOnlySpan<PageReference> Pages => _pages;

    /// <summary>The bytes that the root is computed from.</summary>
    internal byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Map(MembersOf(Terms.Kind));
        output.Unsigned(KindKey);
        output.Unsigned((int)Terms.Kind);
        output.Unsigned(NonceKey);
        output.Bytes(_nonce);
        output.Unsigned(FilesKey);
        output.Unsigned(Files);
        output.Unsigned(BytesKey);
        output.Unsigned(Bytes);
        output.Unsigned(PagesKey);
        output.Array(_pages.Length);
        foreach (PageReference page in _pages)
        {
            output.Array(MembersOfPage);
            output.Digest(page.Digest);
            output.Unsigned(page.Length);
        }

        output.Unsigned(ExclusionsKey);
        output.Array(Terms.Exclusions.Count);
        foreach (EntryPath path in Terms.Exclusions)
        {
            output.Bytes(path.Bytes);
        }

        if (Terms.Place is { } place)
        {
            output.Unsigned(PlaceKey);
            PlaceForm.Write(output, place);
        }

        if (Terms.Generation is { } generation)
        {
            output.Unsigned(GenerationKey);
            output.Unsigned(generation);
            output.Unsigned(PreviousKey);
            if (Terms.Previous is { } previous)
            {
                output.Bytes(previous.ToArray());
            }
            else
            {
                output.Null();
            }
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes a head, whose root was checked before.</summary>
    /// <exception cref="DataFormatException">It is no head.</exception>
    internal static ManifestHead Read(ReadOnlySpan<byte> head)
    {
        var cbor = new CanonicalCbor(head, "head");
        if (head.Length > DataLimits.MaxHeadBytes)
        {
            throw cbor.Fault($"{head.Length} bytes, where {DataLimits.MaxHeadBytes} are the limit");
        }

        int members = cbor.Map();
        Key(ref cbor, KindKey);
        int kindStart = cbor.Offset;
        ulong code = cbor.Unsigned();
        if (code > (ulong)DataKind.Volume)
        {
            throw cbor.Fault($"kind {code}, where 0 to 2 is asked", kindStart);
        }

        var kind = (DataKind)code;
        if (members != MembersOf(kind))
        {
            throw cbor.Fault($"{members} members, where a head of kind {code} has {MembersOf(kind)}", 0);
        }

        Key(ref cbor, NonceKey);
        byte[] nonce = ReadNonce(ref cbor);
        Key(ref cbor, FilesKey);
        long files = cbor.Size();
        Key(ref cbor, BytesKey);
        long bytes = cbor.Size();
        Key(ref cbor, PagesKey);
        PageReference[] pages = ReadPages(ref cbor);
        Key(ref cbor, ExclusionsKey);
        ValueList<EntryPath> exclusions = ReadExclusions(ref cbor);
        DataPlace? place = kind == DataKind.Location ? ReadPlace(ref cbor) : null;
        (long? generation, DataRoot? previous) = kind == DataKind.Volume ? ReadGeneration(ref cbor) : default;
        cbor.End();
        if (kind == DataKind.Location && (files, bytes, pages.Length, exclusions.Count) != (0, 0, 0, 0))
        {
            throw cbor.Fault("a location has no entries and no exclusions", 0);
        }

        return new ManifestHead(ManifestTerms.Of(kind, exclusions, place, generation, previous), nonce, files, bytes, pages);
    }

    private static int MembersOf(DataKind kind) => kind switch
    {
        DataKind.Location => Always + 1,
        DataKind.Volume => Always + 2,
        _ => Always,
    };

    private static void Key(ref CanonicalCbor cbor, int key)
    {
        int start = cbor.Offset;
        if (cbor.Unsigned() != (ulong)key)
        {
            throw cbor.Fault($"the key {key} is asked here", start);
        }
    }

    private static byte[] ReadNonce(ref CanonicalCbor cbor)
    {
        int start = cbor.Offset;
        ReadOnlySpan<byte> nonce = cbor.Bytes();
        return nonce.Length == NonceLength
            ? nonce.ToArray()
            : throw cbor.Fault($"a nonce of {nonce.Length} bytes, where {NonceLength} are asked", start);
    }

    private static PageReference[] ReadPages(ref CanonicalCbor cbor)
    {
        // The count is at most the bytes that are left, so the allocation is bounded by the length of the head.
        int count = cbor.Array();
        var pages = new List<PageReference>();
        for (int i = 0; i < count; i++)
        {
            int start = cbor.Offset;
            if (cbor.Array() != MembersOfPage)
            {
                throw cbor.Fault("a page is named by its digest and its length", start);
            }

            Sha256Digest digest = cbor.Digest();
            int lengthStart = cbor.Offset;
            ulong length = cbor.Unsigned();
            pages.Add(length is > 0 and <= DataLimits.MaxPageBytes
                ? new PageReference(digest, (int)length)
                : throw cbor.Fault($"a page of {length} bytes, where 1 to {DataLimits.MaxPageBytes} are asked", lengthStart));
        }

        return [.. pages];
    }

    private static ValueList<EntryPath> ReadExclusions(ref CanonicalCbor cbor)
    {
        int start = cbor.Offset;
        int count = cbor.Array();
        var paths = new List<EntryPath>();
        for (int i = 0; i < count; i++)
        {
            paths.Add(ManifestPage.ReadPath(ref cbor));
        }

        return EntryRules.Fault(paths) is { } fault ? throw cbor.Fault(fault, start) : ValueList.From(paths);
    }

    private static DataPlace ReadPlace(ref CanonicalCbor cbor)
    {
        Key(ref cbor, PlaceKey);
        return PlaceForm.Read(ref cbor);
    }

    private static (long? Generation, DataRoot? Previous) ReadGeneration(ref CanonicalCbor cbor)
    {
        Key(ref cbor, GenerationKey);
        int start = cbor.Offset;
        long generation = cbor.Size();
        Key(ref cbor, PreviousKey);
        DataRoot? previous = cbor.TryNull() ? null : DataRoot.FromBytes(cbor.Digest().ToArray());
        return generation > 0 && generation == 1 == previous is null
            ? (generation, previous)
            : throw cbor.Fault("the first generation, which is 1, has none before it, and every other one has", start);
    }
}
