using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// RFC 4648, 5 (base64url) as JOSE writes it: no padding, no white space, unused bits zero. One spelling per value, so that
/// no second text of a signed token exists.
/// </summary>
internal static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.ContainsAny("= \t\r\n") || !Base64Url.IsValid(text))
        {
            return false;
        }

        byte[] decoded = Base64Url.DecodeFromChars(text);
        if (!text.SequenceEqual(Base64Url.EncodeToString(decoded)))
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
