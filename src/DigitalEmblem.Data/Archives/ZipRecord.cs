namespace DigitalEmblem.Data.Archives;

/// <summary>A member of a ZIP as its central directory has it.</summary>
internal sealed record ZipRecord
{
    public const ushort HasDescriptor = 0x8;

    public const ushort Stored = 0, Deflated = 8;

    public const uint LocalSignature = 0x04034b50, DescriptorSignature = 0x08074b50;

    public const int LocalSize = 30;

    public required byte[] Name { get; init; }

    public required ushort Flags { get; init; }

    public required ushort Method { get; init; }

    public required uint Crc { get; init; }

    public required long Size { get; init; }

    public required long StoredLength { get; init; }

    public required long Offset { get; init; }

    /// <summary>The mode of Unix, or 0.</summary>
    public required uint Mode { get; init; }

    /// <summary>Compares the local header with the central one, and the end of the record with the beginning of the next.</summary>
    /// <returns>Where the content begins.</returns>
    public long CheckLocal(Stream stream, long next)
    {
        byte[] header = StreamBytes.Read(stream, Offset, LocalSize);
        int nameLength = ZipEnd.U16(header, 26), extraLength = ZipEnd.U16(header, 28);
        if (ZipEnd.U32(header) != LocalSignature || nameLength != Name.Length)
        {
            throw Differs("begins or is named otherwise in its local header");
        }

        byte[] more = StreamBytes.Read(stream, Offset + LocalSize, nameLength + extraLength);
        ReadOnlySpan<byte> name = more.AsSpan(0, nameLength);
        ReadOnlySpan<byte> wide = ZipExtra.Find64(more.AsSpan(nameLength), name, Offset);
        long size = ZipExtra.Take(ref wide, ZipEnd.U32(header, 22), Offset);
        long stored = ZipExtra.Take(ref wide, ZipEnd.U32(header, 18), Offset);
        uint crc = ZipEnd.U32(header, 14);
        if (!name.SequenceEqual(Name) || ZipEnd.U16(header, 6) != Flags || ZipEnd.U16(header, 8) != Method)
        {
            throw Differs("has another name, method or flags in its local header than in the central directory");
        }

        bool isLater = (Flags & HasDescriptor) != 0;
        if (!(isLater && crc == 0 && size == 0 && stored == 0) && (crc, size, stored) != (Crc, Size, StoredLength))
        {
            throw Differs("has other sizes or another CRC-32 in its local header than in the central directory");
        }

        // A program that reads from the front looks for the end of such content by its bytes, which may hold another member.
        if (Method == Stored && isLater && Size > 0 && size == 0)
        {
            throw Differs("is stored, and its size stands only behind it");
        }

        if (Method == Stored && Size != StoredLength)
        {
            throw Differs("is stored, and takes more or fewer bytes than it has");
        }

        long start = Offset + LocalSize + more.Length;
        long after = next - start - StoredLength;
        if (after < 0 || (isLater ? !IsDescriptor(stream, next - after, after) : after != 0))
        {
            throw Differs("overlaps the next one, or bytes lie between them");
        }

        return start;
    }

    // The signature before it and its numbers of 64 bits are each optional (APPNOTE, 4.3.9): its length tells them apart.
    private bool IsDescriptor(Stream stream, long at, long length)
    {
        if (length is not (12 or 16 or 20 or 24))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = StreamBytes.Read(stream, at, (int)length);
        if (length is 16 or 24)
        {
            if (ZipEnd.U32(bytes) != DescriptorSignature)
            {
                return false;
            }

            bytes = bytes[4..];
        }

        return ZipEnd.U32(bytes) == Crc && (bytes.Length == 12
            ? ZipEnd.U32(bytes, 4) == StoredLength && ZipEnd.U32(bytes, 8) == Size
            : ZipEnd.U64(bytes, 4) == StoredLength && ZipEnd.U64(bytes, 12) == Size);
    }

    private DataFormatException Differs(string how) =>
        ArchiveFault.At(Offset, $"has a member ('{Printable.Text(System.Text.Encoding.UTF8.GetString(Name))}') that {how}");
}
