using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>The data of one record of a known type, as the JSON and YAML of tools carry it.</summary>
internal static class PresentationData
{
    private const string GenericMark = "\\#";

    /// <summary>
    /// The record with the data that <paramref name="text"/> stands for in presentation form, or with why it cannot be read.
    /// </summary>
    /// <param name="record">Owner, type and line.</param>
    /// <param name="text">The data: strings, a name, or <c>\# n</c> with hexadecimal digits.</param>
    public static CapturedRecord Read(CapturedRecord record, string text)
    {
        if (record.Type == DnsType.CName && !text.StartsWith(GenericMark, StringComparison.Ordinal))
        {
            return record with { Target = text.Trim() };
        }

        var lines = new TextLines(text);
        if (!lines.TryRead(out TextLine line) || text.Contains('\n', StringComparison.Ordinal))
        {
            return record with { Fault = new TokenFormatException("data that are not one line") };
        }

        bool isHexadecimal = default(IhleType).MayBe(record.Type) || text.StartsWith(GenericMark, StringComparison.Ordinal);
        (byte[] data, TokenFormatException? fault) = record.Type == DnsType.Txt ? MasterData.Strings(new MasterWords(lines, line, 0))
            : isHexadecimal ? MasterData.Hexadecimal(new MasterWords(lines, line, 0))
            : ([], null);
        return fault is null ? Wire(record, data) : record with { Data = data, Fault = fault };
    }

    /// <summary>The record with data as on the wire, from which the name that an alias leads to is read.</summary>
    public static CapturedRecord Wire(CapturedRecord record, byte[] data) =>
        record.Type != DnsType.CName ? record with { Data = data }
            : Name(data) is { } target ? record with { Data = data, Target = target }
            : record with { Fault = new TokenFormatException("an alias whose data is no name") };

    /// <summary>
    /// A TXT record whose text stands without quotation marks: <c>\"</c>, <c>\\</c> and <c>\DDD</c> are undone, and every other character
    /// stands for itself, quotation marks and spaces included.
    /// </summary>
    public static CapturedRecord Unquoted(CapturedRecord record, string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ('"' or '\\'))
            {
                bytes.Add((byte)text[i + 1]);
                i += 2;
            }
            else if (text[i] == '\\' && i + 3 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                i += 4;
            }
            else
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int used);
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                i += used;
            }
        }

        return record with { Data = CharacterStrings.Split([.. bytes]).SelectMany(s => (byte[])[(byte)s.Length, .. s]).ToArray() };
    }

    /// <summary>A name without compression; null if it is none, or has a dot within a label and so would read as another name.</summary>
    private static string? Name(ReadOnlySpan<byte> data)
    {
        var labels = new List<string>();
        while (data.Length > 0 && data[0] is > 0 and < 64 && data.Length > data[0] && !data.Slice(1, data[0]).Contains((byte)'.'))
        {
            labels.Add(Encoding.Latin1.GetString(data.Slice(1, data[0])));
            data = data[(data[0] + 1)..];
        }

        return data is [0] ? string.Join('.', labels) + "." : null;
    }
}
