using System.Text;

namespace DigitalEmblem;

/// <summary>Files that hold DER, or several DER items in PEM (RFC 7468).</summary>
internal static class Pem
{
    /// <summary>Every item with the label, or the file itself if it is no PEM. PEM items with other labels are passed over.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Decode(ReadOnlyMemory<byte> bytes, string label)
    {
        if (bytes.Length > TransparencyLimits.MaxFileBytes)
        {
            throw new TokenFormatException($"more than {TransparencyLimits.MaxFileBytes} bytes", fault: FormatFault.LimitExceeded);
        }

        const byte Sequence = 0x30;
        if (bytes.Length > 0 && bytes.Span[0] == Sequence && bytes.Span.IndexOf("-----BEGIN"u8) < 0)
        {
            return [bytes];
        }

        var items = new List<ReadOnlyMemory<byte>>();
        foreach (PemBlock block in PemBlock.In(Text(bytes.Span)).Where(b => b.Label == label))
        {
            items.Add(block.Decode());
            if (items.Count > TransparencyLimits.MaxPemItems)
            {
                throw new TokenFormatException(
                    $"more than {TransparencyLimits.MaxPemItems} items in PEM", fault: FormatFault.LimitExceeded);
            }
        }

        return items;
    }

    /// <summary>
    /// The text of a file with PEM in it. Text around the blocks may be in any encoding that holds ASCII; UTF-16 says so by its mark.
    /// </summary>
    public static string Text(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xff, 0xfe, ..] => Encoding.Unicode.GetString(bytes),
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode.GetString(bytes),
        _ => Encoding.Latin1.GetString(bytes),
    };
}
