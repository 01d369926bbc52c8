using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>Record data in presentation form (RFC 1035, 5.1; RFC 3597, 5) as bytes on the wire.</summary>
internal static class MasterData
{
    private const string GenericMark = "\\#";
    private const int MaxData = ushort.MaxValue;
    private const int MaxString = 255;

    /// <summary>The character-strings of a TXT record, or its generic form. Beside a fault stands what was read before it.</summary>
    public static (byte[] Data, TokenFormatException? Fault) Strings(MasterWords words)
    {
        var data = new List<byte>();
        string? fault = null;
        for (bool first = true; words.TryRead(out ReadOnlySpan<char> word); first = false)
        {
            if (first && !words.Quoted && word.SequenceEqual(GenericMark))
            {
                return Generic(words);
            }

            fault ??= data.Count > MaxData ? "more data than a record can hold" : AddString(word, data);
        }

        return ([.. data], Fault(words.Fault ?? fault));
    }

    /// <summary>Data in hexadecimal digits, in the generic form or without it (the presentation form of IHLE).</summary>
    public static (byte[] Data, TokenFormatException? Fault) Hexadecimal(MasterWords words)
    {
        if (!words.TryRead(out ReadOnlySpan<char> first))
        {
            return ([], Fault(words.Fault ?? "a record without data"));
        }

        return first.SequenceEqual(GenericMark) ? Generic(words) : Digits(words, first.ToString(), null);
    }

    /// <summary>What follows <c>\#</c>: the length, and the digits.</summary>
    public static (byte[] Data, TokenFormatException? Fault) Generic(MasterWords words)
    {
        bool hasLength = words.TryRead(out ReadOnlySpan<char> word);
        if (hasLength && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return Digits(words, "", length);
        }

        words.Skip();
        return ([], Fault(words.Fault ?? "a length must follow \\#"));
    }

    private static (byte[] Data, TokenFormatException? Fault) Digits(MasterWords words, string first, int? length)
    {
        var digits = new StringBuilder(first);
        while (words.TryRead(out ReadOnlySpan<char> word))
        {
            digits.Append(digits.Length > 2 * MaxData ? "" : word);
        }

        string all = digits.ToString();
        byte[] data = HexText.TryDecode(all, out byte[]? whole) ? whole
            : HexText.IsAll(all) && HexText.TryDecode(all.AsSpan(0, all.Length & ~1), out byte[]? start) ? start : [];
        string? fault = words.Fault
            ?? (length == 0 && all.Length == 0 ? null
            : whole is null ? "data that is not pairs of hexadecimal digits"
            : data.Length > MaxData ? "more data than a record can hold"
            : length is not null && length != data.Length
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{length} bytes are announced, and there are {data.Length}: the record was cut or altered")
            : null);
        return (data, Fault(fault));
    }

    /// <summary>Adds a string; one that is too long for a character-string becomes several, which still belong together.</summary>
    private static string? AddString(ReadOnlySpan<char> word, List<byte> data)
    {
        int lengthAt = data.Count;
        data.Add(0);
        string? fault = null;
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < word.Length;)
        {
            int used = 1;
            if (word[i] == '\\')
            {
                used = Escaped(word[i..], out utf8[0]);
                fault ??= used == 0 ? "a backslash that escapes nothing, or a number over 255 (RFC 1035, 5.1)" : null;
                used = Math.Max(used, 1);
                Add(utf8[..1], data, ref lengthAt);
            }
            else
            {
                Rune.DecodeFromUtf16(word[i..], out Rune rune, out used);
                Add(utf8[..rune.EncodeToUtf8(utf8)], data, ref lengthAt);
            }

            i += used;
        }

        return fault;
    }

    private static void Add(ReadOnlySpan<byte> bytes, List<byte> data, ref int lengthAt)
    {
        foreach (byte b in bytes)
        {
            if (data[lengthAt] == MaxString)
            {
                lengthAt = data.Count;
                data.Add(0);
            }

            data.Add(b);
            data[lengthAt]++;
        }
    }

    /// <summary>
    /// How many characters an escape has: <c>\DDD</c>, of three digits and at most 255, or a backslash and one other that is no digit; zero
    /// if it is neither.
    /// </summary>
    private static int Escaped(ReadOnlySpan<char> text, out byte value)
    {
        if (text.Length > 1 && char.IsAsciiDigit(text[1]))
        {
            value = (byte)'?';
            return text.Length > 3 && byte.TryParse(text.Slice(1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out value) ? 4 : 0;
        }

        value = text.Length > 1 && text[1] <= 0x7f ? (byte)text[1] : (byte)'?';
        return text.Length > 1 && text[1] <= 0x7f ? 2 : 0;
    }

    private static TokenFormatException? Fault(string? reason) => reason is null ? null : new TokenFormatException(reason);
}
