using System.Text;

namespace DigitalEmblem;

/// <summary>The data of a TXT record: character-strings of at most 255 bytes, which belong together (RFC 1035, 3.3.14).</summary>
internal static class CharacterStrings
{
    private const int MaxString = 255;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the lengths of the strings fit the data.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (data[0] + 1 > data.Length)
            {
                return false;
            }

            data = data[(data[0] + 1)..];
        }

        return true;
    }

    /// <summary>The strings, joined; null if the lengths do not fit or it is not UTF-8.</summary>
    public static string? Join(ReadOnlySpan<byte> data)
    {
        var joined = new List<byte>(data.Length);
        while (!data.IsEmpty)
        {
            int length = data[0];
            if (length + 1 > data.Length)
            {
                return null;
            }

            joined.AddRange(data.Slice(1, length));
            data = data[(length + 1)..];
        }

        try
        {
            return StrictUtf8.GetString([.. joined]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The strings as far as they go, each octet as a character: for data that is not UTF-8, or whose lengths do not
    /// fit.</summary>
    public static string Latin1(ReadOnlySpan<byte> data)
    {
        var joined = new StringBuilder(data.Length);
        while (!data.IsEmpty)
        {
            int length = Math.Min(data[0], data.Length - 1);
            joined.Append(Encoding.Latin1.GetString(data.Slice(1, length)));
            data = data[(length + 1)..];
        }

        return joined.ToString();
    }

    /// <summary>A text in pieces that fit a character-string each; one empty piece for an empty text.</summary>
    public static IEnumerable<byte[]> Split(byte[] text) => text.Length == 0 ? [[]] : text.Chunk(MaxString);

    /// <summary>The data of a record with this text.</summary>
    public static byte[] Data(string text) => [.. Split(Encoding.UTF8.GetBytes(text)).SelectMany(s => (byte[])[(byte)s.Length, .. s])];
}
