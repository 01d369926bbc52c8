using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>The text of an API key.</summary>
internal static class ApiKeySecret
{
    /// <summary>The prefix of API keys, so that scanners for leaked secrets can recognise them.</summary>
    public const string Prefix = "issuer_";

    private const int SecretBytes = 32;

    /// <summary>Makes one.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Whether a text has the form of one.</summary>
    public static bool HasForm(string secret) =>
        secret.Length == Prefix.Length + Base64Url.GetEncodedLength(SecretBytes) && secret.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The hash of it, which is all that is kept.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
