using System.Security.Cryptography;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// The text of a key file: a line with the SHA-256 of the PEM's content, and an encrypted key in PEM, which any tool reads. PBES2 does not
/// authenticate, so the line serves to tell damage from a wrong passphrase. It does not protect against an attacker, who can change both.
/// </summary>
internal static class KeyFile
{
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const string DigestName = "SHA-256 of the bytes in it: ";

    /// <summary>Encrypts a key.</summary>
    public static string Write(SoftwareSigningKey key, string passphrase)
    {
        string pem = key.ToEncryptedPem(passphrase);
        return $"""
            Encrypted private key of a DigitalEmblem issuer
            Key identifier: {key.PublicKey.CoseIdentifier} ({key.Algorithm})
            {DigestName}{Digest(PemBlock.In(pem).Single())}
            {pem}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Decrypts a key.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <exception cref="KeyCustodyException">It is damaged or not encrypted, or the passphrase is wrong; the message says which, as far
    /// as that can be known.</exception>
    public static SoftwareSigningKey Read(string text, string passphrase, string file)
    {
        PemBlock block = Block(text) ?? throw Damaged(file);
        if (block.Label != EncryptedLabel)
        {
            throw new KeyCustodyException(
                KeyFault.Exposed,
                $"{file} holds no encrypted private key but '{Printable.Text(block.Label)}': it was not opened. "
                    + $"If it is a key in the clear, everybody who could read it can sign in your name: roll the key.");
        }

        string? digest = text.Split('\n').TakeWhile(line => !line.StartsWith("-----", StringComparison.Ordinal))
            .FirstOrDefault(line => line.StartsWith(DigestName, StringComparison.Ordinal))?[DigestName.Length..].Trim();
        if (digest is not null && (!PlatformReader.TryRead(() => Digest(block), out string? actual) || digest != actual))
        {
            throw Damaged(file);
        }

        try
        {
            return SigningKey.FromPem(text, passphrase);
        }
        catch (Exception e) when (e is CryptographicException or TokenFormatException)
        {
            // With a wrong passphrase the padding looks right one time in 256, and the bytes are then no key.
            throw new KeyCustodyException(
                KeyFault.SecretRefused,
                digest is not null
                    ? Sentence.Of(
                        $"{file} is as it was written, and the passphrase is not the one it was encrypted with. "
                            + $"Give the passphrase of that time; if it is lost, the key is lost: roll it.")
                    : Sentence.Of(
                        $"{file} could not be decrypted: the passphrase is wrong, or the file is damaged; "
                            + $"without its '{DigestName.TrimEnd(' ', ':')}' line these cannot be told apart. "
                            + $"Try a backup of the file, and the passphrase of the time it was written."));
        }
    }

    private static KeyCustodyException Damaged(string file) =>
        new(
            KeyFault.Damaged,
            $"{file} is damaged: it is not what was written. The passphrase was not tried. "
                + $"Restore the file from a backup, or roll the key.");

    private static PemBlock? Block(string text)
    {
        try
        {
            return PemBlock.In(text).FirstOrDefault();
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    private static string Digest(PemBlock block) => Sha256Digest.Of(block.Decode()).ToString();
}
