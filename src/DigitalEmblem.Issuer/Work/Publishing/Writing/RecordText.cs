using System.Globalization;
using System.Text;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// The data of a record as text in ASCII, as zone files, PowerDNS's API and programs have it: TXT as quoted strings (RFC 1035, 5), all
/// else in the generic form (RFC 3597, 5). PowerDNS takes no other text than the one that it would write itself.
/// </summary>
internal static class RecordText
{
    private const int MaxString = 255;

    /// <summary>A type's name.</summary>
    public static string TypeName(ushort type) => type == StandingRecords.Txt ? "TXT" : string.Create(
        CultureInfo.InvariantCulture, $"TYPE{type}");

    /// <summary>The text of a record's data.</summary>
    public static string Write(ushort type, ReadOnlyMemory<byte> data) => IsText(type, data)
        ? WriteStrings(data.Span)
        : string.Create(CultureInfo.InvariantCulture, $"\\# {data.Length} {Convert.ToHexStringLower(data.Span)}").TrimEnd();

    /// <summary>The data that a text stands for; null if it is none of these forms.</summary>
    public static byte[]? TryRead(ushort type, string content)
    {
        string text = content.Trim();
        return text.StartsWith("\\#", StringComparison.Ordinal) ? ReadGeneric(text)
            : type == StandingRecords.Txt ? ReadStrings(text)
            : null;
    }

    // What a server shows as TXT may be none: its lengths may lead beyond its end.
    private static bool IsText(ushort type, ReadOnlyMemory<byte> data) =>
        type == StandingRecords.Txt && !data.IsEmpty && CharacterStrings.IsWellFormed(data.Span);

    private static string WriteStrings(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(data.Length + 16);
        for (; !data.IsEmpty; data = data[(data[0] + 1)..])
        {
            text.Append(text.Length > 0 ? " \"" : "\"");
            foreach (byte b in data.Slice(1, data[0]))
            {
                _ = b is (byte)'"' or (byte)'\\' ? text.Append('\\').Append((char)b)
                    : b is >= 0x20 and < 0x7f ? text.Append((char)b)
                    : text.Append(CultureInfo.InvariantCulture, $"\\{b:D3}");
            }

            text.Append('"');
        }

        return text.ToString();
    }

    private static byte[]? ReadGeneric(string text)
    {
        string[] parts = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || parts[0] != "\\#"
            || !ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort length))
        {
            return null;
        }

        string hex = parts.Length < 3 ? "" : string.Concat(parts[2].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return hex.Length == 2 * length && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
    }

    private static byte[]? ReadStrings(string text)
    {
        var data = new List<byte>(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            if (ReadString(text, ref at) is not { } one)
            {
                return null;
            }

            // PowerDNS divides what is longer when it answers.
            foreach (byte[] piece in CharacterStrings.Split(one))
            {
                data.Add((byte)piece.Length);
                data.AddRange(piece);
            }

            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }
        }

        return data.Count == 0 ? null : [.. data];
    }

    private static byte[]? ReadString(string text, ref int at)
    {
        bool isQuoted = text[at] == '"';
        at += isQuoted ? 1 : 0;
        var bytes = new List<byte>(MaxString);
        while (at < text.Length && (isQuoted ? text[at] != '"' : text[at] is not (' ' or '\t')))
        {
            if (text[at] != '\\')
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                at += length;
            }
            else if (at + 3 < text.Length && text.AsSpan(at + 1, 3) is var digits && digits.IndexOfAnyExceptInRange('0', '9') < 0)
            {
                if (!byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
                {
                    return null;
                }

                bytes.Add(value);
                at += 4;
            }
            else if (at + 1 < text.Length && char.IsAscii(text[at + 1]))
            {
                bytes.Add((byte)text[at + 1]);
                at += 2;
            }
            else
            {
                return null;
            }
        }

        // Step over the quotation mark at the end; a text without it is cut.
        return !isQuoted || at++ < text.Length ? [.. bytes] : null;
    }
}
