using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>The random text of a session's token, or of an invitation's link: 256 bits, of which only the hash is kept.</summary>
internal static class RandomSecret
{
    private const int Bytes = 32;

    /// <summary>Makes one.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a text has the form of one.</summary>
    public static bool HasForm(string? secret) => secret?.Length == Base64Url.GetEncodedLength(Bytes);

    /// <summary>The hash of it. It is random and long, so a slow hash would not protect it better.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
