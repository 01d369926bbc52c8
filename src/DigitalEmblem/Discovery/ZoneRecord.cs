using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// One resource record in presentation form (RFC 1035, 5.1; RFC 3597, 5), as <c>dig</c> prints it with or without its owner: TXT strings, or IHLE data in hexadecimal
/// digits. Records of other types are recognized, so that they can be passed over.
/// </summary>
internal sealed class ZoneRecord
{
    private const string GenericMark = "\\#";

    /// <summary>The joined strings of a TXT record.</summary>
    public string? Txt { get; private init; }

    /// <summary>The data of an IHLE or other record written in the generic form.</summary>
    public byte[]? RData { get; private init; }

    public TokenFormatException? Fault { get; private init; }

    /// <summary>Reads a line; false if it is no record at all.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out ZoneRecord? record)
    {
        record = null;
        if (line[0] == '"')
        {
            record = FromStrings(line);
            return true;
        }

        if (line.StartsWith(GenericMark, StringComparison.Ordinal))
        {
            record = FromHex(line);
            return true;
        }

        // owner [TTL] [class] TYPE data
        string[] words = line.Split((char[]?)null, 6, StringSplitOptions.RemoveEmptyEntries);
        int at = 1;
        bool classOrTtl = false;
        while (at < words.Length && at < 3 && (IsTtl(words[at]) || IsClass(words[at])))
        {
            classOrTtl = true;
            at++;
        }

        if (at >= words.Length - 1)
        {
            return false;
        }

        string type = words[at].ToUpperInvariant();
        string data = line[(line.IndexOf(words[at], line.IndexOf(words[at - 1], StringComparison.Ordinal) + words[at - 1].Length, StringComparison.Ordinal) + words[at].Length)..].Trim();
        if (type == "TXT" && data.StartsWith('"') || type == "TXT" && data.StartsWith('(') || type == "TXT" && classOrTtl)
        {
            record = FromStrings(data);
        }
        else if (type == "IHLE" || IsPrivateUse(type))
        {
            record = FromHex(data);
        }
        else if (classOrTtl)
        {
            record = new ZoneRecord();
        }

        return record is not null;
    }

    /// <summary>Whether the line opens a parenthesis outside quotes that it does not close (RFC 1035, 5.1).</summary>
    public static bool OpensParenthesis(string line) => Depth(line) > 0;

    public static bool ClosesParenthesis(string line) => Depth(line) < 0;

    private static int Depth(string line)
    {
        int depth = 0;
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\':
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ';' when !quoted:
                    return depth;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted:
                    depth--;
                    break;
            }
        }

        return depth;
    }

    private static ZoneRecord FromStrings(string data)
    {
        try
        {
            return new ZoneRecord { Txt = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(CharacterStrings(data)) };
        }
        catch (DecoderFallbackException)
        {
            return new ZoneRecord { Fault = new TokenFormatException("a TXT record that is not UTF-8") };
        }
        catch (TokenFormatException e)
        {
            return new ZoneRecord { Fault = e };
        }
    }

    private static ZoneRecord FromHex(string data)
    {
        string digits = data.Trim('(', ')', ' ');
        long? length = null;
        if (digits.StartsWith(GenericMark, StringComparison.Ordinal))
        {
            string[] parts = digits[GenericMark.Length..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            length = parts.Length > 0 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int stated) ? stated : null;
            digits = parts.Length > 1 ? parts[1] : "";
            if (length is null)
            {
                return new ZoneRecord { Fault = new TokenFormatException("a length must follow \\#") };
            }
        }

        return !HexText.TryDecode(digits.Replace('(', ' ').Replace(')', ' '), out byte[]? bytes)
            ? new ZoneRecord { Fault = new TokenFormatException("data that is not pairs of hexadecimal digits") }
            : length is not null && length != bytes.Length
                ? new ZoneRecord { Fault = new TokenFormatException($"{length} bytes are announced, and there are {bytes.Length}: the record was cut or altered") }
                : new ZoneRecord { RData = bytes };
    }

    /// <summary>The bytes of the character-strings, joined; <c>\"</c>, <c>\\</c> and <c>\DDD</c> undone.</summary>
    private static byte[] CharacterStrings(string data)
    {
        var bytes = new List<byte>(data.Length);
        Span<byte> utf8 = stackalloc byte[4];
        bool quoted = false;
        for (int i = 0; i < data.Length; i++)
        {
            char c = data[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '\\')
            {
                bytes.Add(Escaped(data, ref i));
            }
            else if (quoted)
            {
                Rune rune = Rune.TryGetRuneAt(data, i, out Rune whole) ? whole : Rune.ReplacementChar;
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else if (c == ';')
            {
                break;
            }
            else if (!char.IsWhiteSpace(c) && c is not ('(' or ')'))
            {
                // An unquoted string: one word.
                bytes.Add(c <= 0x7f ? (byte)c : throw new TokenFormatException("a TXT string outside quotes that is not ASCII"));
            }
        }

        return quoted ? throw new TokenFormatException("a TXT string without its closing quote: the line was cut") : [.. bytes];
    }

    private static byte Escaped(string data, ref int i)
    {
        if (i + 3 < data.Length && char.IsAsciiDigit(data[i + 1])
            && byte.TryParse(data.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
        {
            i += 3;
            return value;
        }

        i++;
        return i < data.Length && data[i] <= 0x7f ? (byte)data[i] : throw new TokenFormatException("a TXT string that ends in a backslash");
    }

    // IHLE has no number yet, so every number for private use (RFC 6895, 3.1) may be meant; other types in this form are other things.
    private static bool IsPrivateUse(string type) =>
        type.StartsWith("TYPE", StringComparison.Ordinal)
        && int.TryParse(type.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 65280 and <= 65534;

    private static bool IsTtl(string word) => word.Length is > 0 and < 11 && word.All(char.IsAsciiDigit);

    private static bool IsClass(string word) => word.ToUpperInvariant() is "IN" or "CH" or "HS";
}
