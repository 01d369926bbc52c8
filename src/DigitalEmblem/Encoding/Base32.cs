namespace DigitalEmblem;

/// <summary>
/// RFC 4648, 6 (base32) without padding: written in lower case, read in any, refused unless canonical (unused bits zero).
/// </summary>
internal static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerCharacter = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[((bytes.Length * 8) + BitsPerCharacter - 1) / BitsPerCharacter];
        int written = 0, buffer = 0, bits = 0;
        foreach (byte b in bytes)
        {
            buffer = ((buffer << 8) | b) & 0xfff;
            bits += 8;
            while (bits >= BitsPerCharacter)
            {
                bits -= BitsPerCharacter;
                text[written++] = Alphabet[(buffer >> bits) & 0x1f];
            }
        }

        if (bits > 0)
        {
            text[written] = Alphabet[(buffer << (BitsPerCharacter - bits)) & 0x1f];
        }

        return new string(text);
    }

    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length * BitsPerCharacter / 8];
        int written = 0, buffer = 0, bits = 0;
        foreach (char c in text)
        {
            int value = Alphabet.IndexOf(char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            buffer = ((buffer << BitsPerCharacter) | value) & 0xfff;
            bits += BitsPerCharacter;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(buffer >> bits & 0xff);
            }
        }

        bool unusedBitsAreZero = (buffer & ((1 << bits) - 1)) == 0;
        return written == bytes.Length && bits < BitsPerCharacter && unusedBitsAreZero ? bytes : null;
    }
}
