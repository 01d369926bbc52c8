using System.Text;

namespace DigitalEmblem;

/// <summary>Values as PowerShell prints them for people: lists in braces, shortened where they do not fit.</summary>
internal static class PowerShellValue
{
    private const int MaxString = 255;

    /// <summary>How every record of an emblem begins.</summary>
    private const string Marker = "adem";

    /// <summary>Whether PowerShell left out the end of a value: three dots before version 6, one character since.</summary>
    public static bool IsShortened(string value) =>
        value.TrimEnd('}') is { } end && (end.EndsWith("...", StringComparison.Ordinal) || end.EndsWith('\u2026'));

    public static TokenFormatException Shortened(string what) => new(
        $"PowerShell shortened the {what}. Capture it again with … | ConvertTo-Json -Depth 4, or with (…).Strings");

    /// <summary>A TXT record with the strings of a list in braces.</summary>
    public static CapturedRecord WithStrings(CapturedRecord record, string value)
    {
        string list = value.TrimEnd();
        return list.Length == 0 || IsShortened(list) || (list.StartsWith('{') && !list.EndsWith('}'))
                ? IsOfSomethingElse(list) ? record : record with { Fault = Shortened("strings") }
            : list.Length > ushort.MaxValue ? record with { Fault = new TokenFormatException("more data than a record can hold") }
            : !list.StartsWith('{') ? record with { Fault = new TokenFormatException("strings without the braces of PowerShell") }
            : Strings(list[1..^1]) is { } strings ? PowerShellRecord.WithStrings(record, strings)
            : record with
            {
                Fault = new TokenFormatException("strings with commas in them. Capture it again with … | ConvertTo-Json -Depth 4"),
            };
    }

    /// <summary>Whether what is left of a list shows that the record is none of an emblem.</summary>
    private static bool IsOfSomethingElse(string list)
    {
        string beginning = list.TrimStart('{').TrimStart(' ', '\t', '"');
        return beginning.Length > Marker.Length + 3 && !beginning.StartsWith(Marker, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The strings that were joined with a comma and a space: each but the last is full, as servers split texts. Null if they are not, so
    /// that the commas may belong to the text.
    /// </summary>
    private static List<string>? Strings(string joined)
    {
        var strings = new List<string>();
        string rest = joined;
        while (Encoding.UTF8.GetByteCount(rest) > MaxString)
        {
            int full = FullLength(rest);
            if (full < 0 || full >= rest.Length || rest[full] != ',')
            {
                return null;
            }

            strings.Add(rest[..full]);
            rest = rest[(full + 1)..];
            rest = rest.StartsWith(' ') ? rest[1..] : rest;
        }

        if (rest.Contains(", ", StringComparison.Ordinal) && TxtRecord.Concerns(strings.Count > 0 ? strings[0] : rest))
        {
            return null;
        }

        strings.Add(rest);
        return strings;
    }

    /// <summary>How many characters the first 255 bytes are; -1 if a character stands across that end.</summary>
    private static int FullLength(string text)
    {
        int bytes = 0, at = 0;
        while (at < text.Length && bytes < MaxString)
        {
            Rune rune = Rune.TryGetRuneAt(text, at, out Rune whole) ? whole : Rune.ReplacementChar;
            bytes += rune.Utf8SequenceLength;
            at += rune.Utf16SequenceLength;
        }

        return bytes == MaxString ? at : -1;
    }
}
