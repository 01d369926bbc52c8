using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>The text of an API key.</summary>
internal static class ApiKeySecret
{
    /// <summary>What an API key begins with, so that scanners for lost secrets know one.</summary>
    public const string Prefix = "issuer_";

    private const int SecretBytes = 32;

    /// <summary>Makes one.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether a text has the form of one.</summary>
    public static bool HasForm(string secret) =>
        secret.Length == Prefix.Length + Base64Url.GetEncodedLength(SecretBytes) && secret.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What is kept of it.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
