using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace DigitalEmblem;

/// <summary>Private keys as PKCS#8 in PEM (RFC 5958, RFC 7468), encrypted under PBES2 (RFC 8018).</summary>
internal static class Pkcs8Codec
{
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const string PlaintextLabel = "PRIVATE KEY";
    private const string EcLabel = "EC PRIVATE KEY";

    // OWASP's figure for PBKDF2-HMAC-SHA-256 (2023); about a quarter of a second.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    public static SoftwareSigningKey ReadPem(string pem, string? passphrase)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            string label = rest[fields.Label].ToString();
            if (label is EncryptedLabel or PlaintextLabel or EcLabel)
            {
                byte[] der = Convert.FromBase64String(rest[fields.Base64Data].ToString());
                try
                {
                    return label switch
                    {
                        EncryptedLabel => Decrypt(der, passphrase),
                        PlaintextLabel => SoftwareSigningKey.FromPkcs8(der),
                        _ => ReadSec1(der),
                    };
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(der);
                }
            }

            rest = rest[fields.Location.End..];
        }

        throw new TokenFormatException("no PEM block with a private key");
    }

    public static string WriteEncryptedPem(SoftwareSigningKey key, string passphrase)
    {
        byte[] pkcs8 = key.ToPkcs8();
        try
        {
            return PemEncoding.WriteString(EncryptedLabel, Pkcs8PrivateKeyInfo.Decode(pkcs8, out _).Encrypt(passphrase, Encryption));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    public static string WritePlaintextPem(SoftwareSigningKey key)
    {
        byte[] pkcs8 = key.ToPkcs8();
        try
        {
            return PemEncoding.WriteString(PlaintextLabel, pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static SoftwareSigningKey Decrypt(byte[] der, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw new CryptographicException("The private key is encrypted, and no passphrase was given.");
        }

        byte[] pkcs8;
        try
        {
            pkcs8 = Pkcs8PrivateKeyInfo.DecryptAndDecode(passphrase, der, out _).Encode();
        }
        catch (CryptographicException)
        {
            throw new CryptographicException("The private key could not be decrypted: the passphrase is wrong, or the file is damaged.");
        }

        try
        {
            return SoftwareSigningKey.FromPkcs8(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static SoftwareSigningKey ReadSec1(byte[] der)
    {
        ECDsa ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportECPrivateKey(der, out _);
            return SoftwareSigningKey.FromEcdsa(ecdsa);
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            throw new TokenFormatException("not an EC private key on a supported curve (P-256, P-384, P-521)");
        }
    }
}
