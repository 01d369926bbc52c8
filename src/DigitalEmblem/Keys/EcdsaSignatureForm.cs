namespace DigitalEmblem;

/// <summary>
/// An ECDSA signature in the form that OpenSSL takes, SEQUENCE of two INTEGERs (RFC 3279, 2.2.3). It is written without an allocation,
/// because the platform's own conversion allocates a kilobyte each time.
/// </summary>
internal static class EcdsaSignatureForm
{
    /// <summary>The most bytes of such a signature: P-521.</summary>
    public const int MaxLength = 3 + (2 * (2 + 67));

    private const byte Sequence = 0x30, Integer = 0x02, OneLengthByte = 0x81;

    /// <summary>Writes r||s, each of the same width, and returns the length.</summary>
    public static int WriteDer(Span<byte> destination, ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<byte> r = Significant(signature[..(signature.Length / 2)]);
        ReadOnlySpan<byte> s = Significant(signature[(signature.Length / 2)..]);
        int content = IntegerLength(r) + IntegerLength(s);
        int at = 0;
        destination[at++] = Sequence;
        if (content >= 0x80)
        {
            destination[at++] = OneLengthByte;
        }

        destination[at++] = (byte)content;
        at += WriteInteger(destination[at..], r);
        return at + WriteInteger(destination[at..], s);
    }

    // Keep at least one byte, so that zero stays zero: the signature check must refuse such a signature.
    private static ReadOnlySpan<byte> Significant(ReadOnlySpan<byte> number)
    {
        int zeros = number.IndexOfAnyExcept((byte)0);
        return zeros < 0 ? number[^1..] : number[zeros..];
    }

    private static int IntegerLength(ReadOnlySpan<byte> number) => 2 + (number[0] >> 7) + number.Length;

    private static int WriteInteger(Span<byte> destination, ReadOnlySpan<byte> number)
    {
        int sign = number[0] >> 7;
        destination[0] = Integer;
        destination[1] = (byte)(sign + number.Length);
        destination[2] = 0;
        number.CopyTo(destination[(2 + sign)..]);
        return 2 + sign + number.Length;
    }
}
