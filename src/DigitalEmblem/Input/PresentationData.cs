using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>The data of one record of a known type in presentation form (RFC 1035, 5.1; RFC 3597, 5), as the JSON and YAML of tools carry it.</summary>
internal static class PresentationData
{
    private const string GenericMark = "\\#";

    /// <summary>The record with the data that <paramref name="text"/> stands for, or with why it cannot be read.</summary>
    /// <param name="record">Owner, type and line.</param>
    /// <param name="text">The data: strings in quotation marks, a name, or <c>\# n</c> with hexadecimal digits.</param>
    public static CapturedRecord Read(CapturedRecord record, string text)
    {
        try
        {
            string data = text.Trim();
            return data.StartsWith(GenericMark, StringComparison.Ordinal) ? Wire(record, Generic(data[GenericMark.Length..]))
                : record.Type == DnsType.Txt ? record with { Data = Strings(data) }
                : record.Type == DnsType.CName ? record with { Target = data }
                : TypeNames.IsPrivateUse(record.Type) ? record with { Data = Hexadecimal(data) }
                : record;
        }
        catch (TokenFormatException e)
        {
            return record with { Fault = e };
        }
    }

    /// <summary>The record with data as on the wire, from which the name that an alias leads to is read.</summary>
    public static CapturedRecord Wire(CapturedRecord record, byte[] data) =>
        record.Type != DnsType.CName ? record with { Data = data }
            : WireName(data) is { } target ? record with { Data = data, Target = target }
            : record with { Fault = new TokenFormatException("an alias whose data is no name") };

    /// <summary>
    /// The data of a TXT record whose text stands without quotation marks: <c>\"</c>, <c>\\</c> and <c>\DDD</c> are undone, and every other character stands for
    /// itself, quotation marks and spaces included.
    /// </summary>
    public static CapturedRecord Unquoted(CapturedRecord record, string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '\\' && i + 1 < text.Length && (text[i + 1] is '"' or '\\' || IsDecimalEscape(text, i)))
            {
                bytes.Add(Escaped(text, ref i));
            }
            else
            {
                AddCharacter(bytes, text, ref i);
            }
        }

        return record with { Data = Lengths(bytes) };
    }

    /// <summary>The bytes in strings of at most 255, each with its length: how a server would publish the text.</summary>
    private static byte[] Lengths(List<byte> bytes) => [.. CharacterStrings.Split([.. bytes]).SelectMany(s => (byte[])[(byte)s.Length, .. s])];

    /// <summary>Strings with or without quotation marks, with white space between them or none.</summary>
    private static byte[] Strings(string data)
    {
        var wire = new List<byte>(data.Length);
        var current = new List<byte>();
        for (int i = 0; i < data.Length;)
        {
            if (char.IsWhiteSpace(data[i]))
            {
                i++;
                continue;
            }

            current.Clear();
            bool quoted = data[i] == '"';
            i += quoted ? 1 : 0;
            while (i < data.Length && (quoted ? data[i] != '"' : !char.IsWhiteSpace(data[i]) && data[i] != '"'))
            {
                if (data[i] == '\\')
                {
                    current.Add(Escaped(data, ref i));
                }
                else
                {
                    AddCharacter(current, data, ref i);
                }
            }

            if (quoted && i++ >= data.Length)
            {
                throw new TokenFormatException("a TXT string without its closing quotation mark: it was cut");
            }

            // Some tools print strings longer than the wire can hold, joined.
            wire.AddRange(Lengths(current));
        }

        return wire.Count > 0 ? [.. wire] : throw new TokenFormatException("a TXT record without a string");
    }

    private static byte Escaped(string data, ref int i)
    {
        if (IsDecimalEscape(data, i))
        {
            byte value = byte.Parse(data.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            i += 4;
            return value;
        }

        i += 2;
        return i <= data.Length && char.IsAscii(data[i - 1]) && !char.IsAsciiDigit(data[i - 1])
            ? (byte)data[i - 1]
            : throw new TokenFormatException("a TXT string with a backslash that escapes nothing");
    }

    private static bool IsDecimalEscape(string data, int i) =>
        i + 3 < data.Length && byte.TryParse(data.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static void AddCharacter(List<byte> bytes, string data, ref int i)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Rune rune = Rune.TryGetRuneAt(data, i, out Rune whole) ? whole : Rune.ReplacementChar;
        bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        i += rune.Utf16SequenceLength;
    }

    private static byte[] Generic(string data)
    {
        string[] parts = data.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort length))
        {
            throw new TokenFormatException("a length must follow \\#");
        }

        byte[] bytes = parts.Length == 1 ? [] : Hexadecimal(parts[1]);
        return bytes.Length == length
            ? bytes
            : throw new TokenFormatException($"{length} bytes are announced, and there are {bytes.Length}: the record was cut or altered");
    }

    private static byte[] Hexadecimal(string digits) => HexText.TryDecode(digits, out byte[]? bytes)
        ? bytes
        : throw new TokenFormatException("data that is not pairs of hexadecimal digits");

    /// <summary>A name without compression; null if it is none.</summary>
    private static string? WireName(ReadOnlySpan<byte> data)
    {
        var labels = new List<string>();
        while (data.Length > 0 && data[0] is > 0 and < 64 && data.Length > data[0])
        {
            labels.Add(Encoding.Latin1.GetString(data.Slice(1, data[0])));
            data = data[(data[0] + 1)..];
        }

        return data is [0] ? string.Join('.', labels) + "." : null;
    }
}
