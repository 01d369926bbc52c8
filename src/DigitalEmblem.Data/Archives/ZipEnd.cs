using System.Buffers.Binary;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// The end of a ZIP (APPNOTE, 4.3.14 to 4.3.16), which says where the central directory lies. Nothing may follow it and no comment is
/// taken, so that there is one place where it can stand: readers that search for it find different ones.
/// </summary>
/// <param name="Count">How many members there are.</param>
/// <param name="Start">Where the central directory begins.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct ZipEnd(long Count, long Start, int Length)
{
    public const uint Signature = 0x06054b50, Signature64 = 0x06064b50, LocatorSignature = 0x07064b50;

    public const int Size = 22, Size64 = 56, LocatorSize = 20;

    /// <summary>The bytes of a 64-bit end that its length counts: all but signature and length.</summary>
    public const int Counted64 = Size64 - 12;

    public static ZipEnd Read(Stream stream)
    {
        long at = stream.Length - Size;
        byte[] end = StreamBytes.Read(stream, at, Size);
        if (U32(end) != Signature || U16(end, 20) != 0)
        {
            throw ArchiveFault.At(at, "does not end as a ZIP without a comment: it was cut, or bytes or a comment follow");
        }

        if (U16(end, 4) != 0 || U16(end, 6) != 0 || U16(end, 8) != U16(end, 10))
        {
            throw ArchiveFault.At(at, "is one part of several, which is not supported");
        }

        long count = U16(end, 10), length = U32(end, 12), start = U32(end, 16), directoryEnd = at;
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
        {
            directoryEnd = at - LocatorSize - Size64;
            (count, length, start) = Read64(stream, directoryEnd, (count, length, start));
        }

        if (count > ArchiveLimits.MaxMembers || length > ArchiveLimits.MaxDirectoryBytes)
        {
            throw ArchiveFault.At(at, $"has {count} members, where {ArchiveLimits.MaxMembers} are the limit, or their names are too long");
        }

        return start >= 0 && length >= 0 && start == directoryEnd - length
            ? new ZipEnd(count, start, (int)length)
            : throw ArchiveFault.At(at, "has bytes before, between or after its parts: its central directory is not where its end says");
    }

    private static (long Count, long Length, long Start) Read64(Stream stream, long at, (long Count, long Length, long Start) said)
    {
        byte[] bytes = StreamBytes.Read(stream, at, Size64 + LocatorSize);
        ReadOnlySpan<byte> locator = bytes.AsSpan(Size64);
        if (U32(bytes) != Signature64 || U64(bytes, 4) != Counted64 || U32(locator) != LocatorSignature || U64(locator, 8) != at)
        {
            throw ArchiveFault.At(at, "has no end of the 64-bit form where its end asks for one");
        }

        if (U32(bytes, 16) != 0 || U32(bytes, 20) != 0 || U32(locator, 4) != 0 || U32(locator, 16) != 1 || U64(bytes, 24) != U64(bytes, 32))
        {
            throw ArchiveFault.At(at, "is one part of several, which is not supported");
        }

        long count = U64(bytes, 32), length = U64(bytes, 40), start = U64(bytes, 48);
        return (said.Count == ushort.MaxValue || said.Count == count)
            && (said.Length == uint.MaxValue || said.Length == length)
            && (said.Start == uint.MaxValue || said.Start == start)
            ? (count, length, start)
            : throw ArchiveFault.At(at, "says in its two ends two different things");
    }

    internal static ushort U16(ReadOnlySpan<byte> bytes, int at = 0) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    internal static uint U32(ReadOnlySpan<byte> bytes, int at = 0) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>A number of 64 bits; one that is too large for a file is negative, which every rule refuses.</summary>
    internal static long U64(ReadOnlySpan<byte> bytes, int at = 0) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
