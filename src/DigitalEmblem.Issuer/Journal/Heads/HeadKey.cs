using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// The public key that verifies signed heads, in the form of signed notes (C2SP, signed-note): the name, eight digits of a hash, and the
/// key, with plus signs between them.
/// </summary>
/// <param name="Name">Whose journal it is.</param>
/// <param name="Key">An Ed25519 key.</param>
internal sealed record HeadKey(string Name, VerificationKey Key)
{
    /// <summary>How many bytes of the hash stand before each signature.</summary>
    public const int HashLength = 4;

    private const byte Ed25519 = 1;
    private const int RawLength = 32;

    // SubjectPublicKeyInfo of Ed25519 before the key itself (RFC 8410).
    private static readonly byte[] Prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    private byte[] Typed => [Ed25519, .. Key.ToSubjectPublicKeyInfo()[^RawLength..]];

    /// <summary>The hash that tells which key signed.</summary>
    public byte[] Hash => SHA256.HashData([.. Encoding.UTF8.GetBytes($"{Name}\n"), .. Typed])[..HashLength];

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HeadKey? key)
    {
        key = null;
        string[] parts = text.Trim().Split('+', 3);
        byte[] typed = new byte[RawLength + 1];
        if (parts.Length != 3 || !Convert.TryFromBase64String(parts[2], typed, out int length) || length != typed.Length
            || typed[0] != Ed25519)
        {
            return false;
        }

        try
        {
            var read = new HeadKey(parts[0], VerificationKey.FromSubjectPublicKeyInfo([.. Prefix, .. typed[1..]]));
            key = Convert.ToHexStringLower(read.Hash) == parts[1] ? read : null;
        }
        catch (TokenFormatException)
        {
            return false;
        }

        return key is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(Hash)}+{Convert.ToBase64String(Typed)}";
}
