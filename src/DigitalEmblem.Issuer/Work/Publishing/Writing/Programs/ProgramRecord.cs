using System.Globalization;
using System.Text;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>A record, in the forms in which programs take one.</summary>
/// <param name="Data">As in a zone file (RFC 1035, 5; RFC 3597, 5), in ASCII.</param>
/// <param name="Rdata">As on the wire, as hexadecimal text.</param>
/// <param name="Value">The text of a TXT record, joined; null for other types, and if it is not UTF-8.</param>
internal sealed record ProgramRecord(string Data, string Rdata, string? Value)
{
    /// <summary>A record of a type.</summary>
    public static ProgramRecord Of(ushort type, ReadOnlyMemory<byte> data)
    {
        bool isText = type == StandingRecords.Txt && !data.IsEmpty && CharacterStrings.IsWellFormed(data.Span);
        string hex = Convert.ToHexString(data.Span);
        return new ProgramRecord(
            isText ? Quoted(data.Span) : string.Create(CultureInfo.InvariantCulture, $"\\# {data.Length} {hex}").TrimEnd(),
            hex,
            isText ? CharacterStrings.Join(data.Span) : null);
    }

    private static string Quoted(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(data.Length + 8);
        while (!data.IsEmpty)
        {
            text.Append(text.Length == 0 ? "\"" : " \"");
            foreach (byte b in data.Slice(1, data[0]))
            {
                _ = b switch
                {
                    (byte)'"' or (byte)'\\' => text.Append('\\').Append((char)b),
                    >= 0x20 and < 0x7f => text.Append((char)b),
                    _ => text.Append(CultureInfo.InvariantCulture, $"\\{b:D3}"),
                };
            }

            text.Append('"');
            data = data[(data[0] + 1)..];
        }

        return text.ToString();
    }
}
