using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace DigitalEmblem;

/// <summary>
/// Private keys in PEM (RFC 7468): PKCS#8, encrypted under PBES2 (RFC 8018) or not, and the older form for elliptic curves.
/// </summary>
internal static class Pkcs8Codec
{
    public const string HowToConvert =
        "'openssl pkcs8 -topk8 -in FILE -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -out NEWFILE' makes a file that is";

    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const string PlaintextLabel = "PRIVATE KEY";
    private const string EcLabel = "EC PRIVATE KEY";
    private const string OpenSshLabel = "OPENSSH PRIVATE KEY";

    // OWASP recommends 600,000 iterations for PBKDF2-HMAC-SHA-256 (2023); they take about a quarter of a second.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    public static SoftwareSigningKey ReadPem(string pem, string? passphrase)
    {
        PemBlock block = PemBlock.In(pem).FirstOrDefault(b => b.Label.EndsWith(PlaintextLabel, StringComparison.Ordinal))
            ?? throw new TokenFormatException("no PEM block with a private key");
        if (block.Headers.Contains("ENCRYPTED", StringComparison.Ordinal) || block.Headers.Contains("DEK-Info", StringComparison.Ordinal))
        {
            throw Unsupported(
                $"encrypted in the old way of PEM (Proc-Type: 4,ENCRYPTED; RFC 1421), which is not supported; {HowToConvert}");
        }

        return block.Label switch
        {
            EncryptedLabel => Read(block, der => Decrypt(der, passphrase)),
            PlaintextLabel => Read(block, PrivateKeyReader.ReadPkcs8),
            EcLabel => Read(block, PrivateKeyReader.ReadSec1),
            OpenSshLabel => throw Unsupported("a private key in the form of OpenSSH, which is not supported; of ECDSA keys 'ssh-keygen -p "
                + "-m PKCS8 -f FILE' changes the form"),
            _ => throw Unsupported($"a private key in the form '{Printable.Text(block.Label)}', which no key of a supported algorithm has "
                + "(P-256, P-384, P-521, Ed25519)"),
        };
    }

    public static string WriteEncryptedPem(SoftwareSigningKey key, string passphrase) => Write(
        key, EncryptedLabel, pkcs8 => Pkcs8PrivateKeyInfo.Decode(pkcs8, out _).Encrypt(passphrase, Encryption));

    public static string WritePlaintextPem(SoftwareSigningKey key) => Write(key, PlaintextLabel, pkcs8 => pkcs8);

    private static SoftwareSigningKey Read(PemBlock block, Func<byte[], SoftwareSigningKey> read)
    {
        byte[] der = block.Decode();
        try
        {
            return read(der);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static string Write(SoftwareSigningKey key, string label, Func<byte[], byte[]> encode)
    {
        byte[] pkcs8 = key.ToPkcs8();
        try
        {
            return PemEncoding.WriteString(label, encode(pkcs8));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static SoftwareSigningKey Decrypt(byte[] der, string? passphrase)
    {
        var encrypted = EncryptedPrivateKey.Read(der);
        if (string.IsNullOrEmpty(passphrase))
        {
            throw new CryptographicException("The private key is encrypted, and no passphrase was given.");
        }

        byte[] pkcs8 = encrypted.Decrypt(passphrase);
        try
        {
            return PrivateKeyReader.ReadPkcs8(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static TokenFormatException Unsupported(string message) => new(message, fault: FormatFault.Unsupported);
}
