namespace DigitalEmblem.Data.Archives;

/// <summary>The extra fields of a ZIP's header (APPNOTE, 4.5), of which two can say something else than the header does.</summary>
internal static class ZipExtra
{
    public const ushort Id64 = 0x0001;

    // Version 1, and the CRC-32 of the name in the header.
    private const int UnicodeNameStart = 5;

    private const ushort UnicodeName = 0x7075;

    /// <summary>The field of the 64-bit form; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find64(ReadOnlySpan<byte> extra, ReadOnlySpan<byte> name, long offset)
    {
        ReadOnlySpan<byte> found = default;
        bool isFound = false;
        while (extra.Length >= 4)
        {
            ushort id = ZipEnd.U16(extra);
            int length = ZipEnd.U16(extra, 2);
            if (length > extra.Length - 4)
            {
                break;
            }

            ReadOnlySpan<byte> field = extra.Slice(4, length);
            if (id == Id64)
            {
                found = isFound ? throw ArchiveFault.At(offset, "has a member with two fields of the 64-bit form") : field;
                isFound = true;
            }
            else if (id == UnicodeName && !(length >= UnicodeNameStart && field[UnicodeNameStart..].SequenceEqual(name)))
            {
                throw ArchiveFault.At(offset, "has a member with two names, one in its header and one in a field");
            }

            extra = extra[(4 + length)..];
        }

        // Some programs pad with one to three bytes to align content, which name no field.
        return extra.Length == 0 || (extra.Length < 4 && !extra.ContainsAnyExcept((byte)0))
            ? found
            : throw ArchiveFault.At(offset, "has a member whose extra fields are malformed");
    }

    /// <summary>Takes the next number of the 64-bit field if the header has it there.</summary>
    public static long Take(ref ReadOnlySpan<byte> field, uint value, long offset)
    {
        if (value != uint.MaxValue)
        {
            return value;
        }

        if (field.Length < sizeof(long) || ZipEnd.U64(field) is not (>= 0 and var number))
        {
            throw ArchiveFault.At(offset, "has a member without the field of the 64-bit form that its header asks for");
        }

        field = field[sizeof(long)..];
        return number;
    }
}
