using System.Security.Cryptography;
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

        // Looking for the end of each takes time that grows with the square of their number.
        if (bytes.Span.Count("-----BEGIN"u8) > TransparencyLimits.MaxPemItems)
        {
            throw new TokenFormatException($"more than {TransparencyLimits.MaxPemItems} items in PEM", fault: FormatFault.LimitExceeded);
        }

        var items = new List<ReadOnlyMemory<byte>>();
        ReadOnlySpan<char> rest = Encoding.Latin1.GetString(bytes.Span);
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label].SequenceEqual(label))
            {
                items.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            }

            rest = rest[fields.Location.End..];
        }

        return items;
    }
}
