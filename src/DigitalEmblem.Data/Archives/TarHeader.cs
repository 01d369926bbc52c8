namespace DigitalEmblem.Data.Archives;

/// <summary>One header block of a tar (POSIX.1, pax; GNU tar), read strictly.</summary>
internal readonly ref struct TarHeader
{
    public const int BlockSize = 512;

    private const int SizeStart = 124, SizeLength = 12, ChecksumStart = 148, ChecksumLength = 8, TypeStart = 156, MagicStart = 257,
        PrefixStart = 345, PrefixLength = 155, NameLength = 100, LinkStart = 157;

    private readonly ReadOnlySpan<byte> _block;

    /// <summary>Reads a block.</summary>
    /// <param name="block">512 bytes.</param>
    /// <param name="offset">Where it stands, for messages.</param>
    public TarHeader(ReadOnlySpan<byte> block, long offset)
    {
        _block = block;
        IsPosix = block[MagicStart..].StartsWith("ustar\000"u8);
        if (!IsPosix && !block[MagicStart..].StartsWith("ustar  \0"u8))
        {
            throw ArchiveFault.At(offset, "has something else than a header of ustar, pax or GNU tar");
        }

        int sum = ChecksumLength * ' ';
        for (int i = 0; i < BlockSize; i++)
        {
            sum += i is >= ChecksumStart and < ChecksumStart + ChecksumLength ? 0 : block[i];
        }

        if (Number(block.Slice(ChecksumStart, ChecksumLength), offset) != sum)
        {
            throw ArchiveFault.At(offset, "has a header with a wrong checksum");
        }

        Size = Number(block.Slice(SizeStart, SizeLength), offset);
    }

    /// <summary>The most that the size field states in octal digits.</summary>
    public const long MaxOctalSize = 0x1_FFFF_FFFF;

    /// <summary>Whether it is POSIX's form, which has a prefix of the name where GNU has times.</summary>
    public bool IsPosix { get; }

    public long Size { get; }

    public byte Type => _block[TypeStart];

    public ReadOnlySpan<byte> Link => Text(_block.Slice(LinkStart, NameLength));

    public byte[] Name()
    {
        ReadOnlySpan<byte> name = Text(_block[..NameLength]);
        ReadOnlySpan<byte> prefix = IsPosix ? Text(_block.Slice(PrefixStart, PrefixLength)) : default;
        return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    // Octal digits that a NUL or a space ends, or GNU's form in binary. Readers differ on everything else.
    private static long Number(ReadOnlySpan<byte> field, long offset)
    {
        long value = 0;
        if (field[0] == 0x80)
        {
            foreach (byte digit in field[1..])
            {
                value = value >> 55 == 0
                    ? (value << 8) | digit
                    : throw ArchiveFault.At(offset, "has a header with a number that is too large");
            }

            return value;
        }

        int length = field.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        length = length < 0 ? field.Length : length;
        if (length == 0 || field[length..].ContainsAnyExcept((byte)0, (byte)' '))
        {
            throw ArchiveFault.At(offset, "has a header with a number that is not written in octal digits");
        }

        foreach (byte digit in field[..length])
        {
            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }
}
