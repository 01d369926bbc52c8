using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>Hexadecimal digits in any case, with white space anywhere (the presentation format of IHLE; RFC 3597, 5).</summary>
internal static class HexText
{
    /// <summary>Whether there is nothing but digits and white space.</summary>
    public static bool IsAll(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c) && c is not (' ' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var digits = new char[text.Length];
        int count = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                digits[count++] = c;
            }
            else if (c is not (' ' or '\t'))
            {
                return false;
            }
        }

        if (count == 0 || count % 2 != 0)
        {
            return false;
        }

        bytes = Convert.FromHexString(digits.AsSpan(0, count));
        return true;
    }
}
