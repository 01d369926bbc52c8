using System.Text;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The data of TXT records, as texts.</summary>
internal static class TxtData
{
    /// <summary>The text of each record in an answer that is well formed.</summary>
    public static IEnumerable<string> Texts(LookupAnswer answer) => answer.Data.Select(Text).OfType<string>();

    /// <summary>The data of a record with one short text.</summary>
    public static ReadOnlyMemory<byte> Of(string text) => (byte[])[(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    /// <summary>The character strings of a TXT record, joined; null if they are not well formed.</summary>
    private static string? Text(ReadOnlyMemory<byte> data)
    {
        var text = new StringBuilder();
        for (ReadOnlySpan<byte> rest = data.Span; rest.Length > 0; rest = rest[(rest[0] + 1)..])
        {
            if (rest.Length < rest[0] + 1)
            {
                return null;
            }

            text.Append(Encoding.UTF8.GetString(rest[1..(rest[0] + 1)]));
        }

        return text.ToString();
    }
}
