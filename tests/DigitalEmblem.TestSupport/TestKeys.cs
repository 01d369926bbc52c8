using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace DigitalEmblem.TestSupport;

/// <summary>Signing keys made once per run, because making and importing keys is the slowest part of many tests.</summary>
public static class TestKeys
{
    private static readonly Dictionary<SignatureAlgorithm, SoftwareSigningKey[]> Pool =
        SignatureAlgorithm.All.ToDictionary(a => a, a => Enumerable.Range(0, 8).Select(_ => SigningKey.Generate(a)).ToArray());

    /// <summary>One of eight keys of an algorithm.</summary>
    public static SoftwareSigningKey Of(SignatureAlgorithm algorithm, int index = 0) => Pool[algorithm][index];

    /// <summary>
    /// An encrypted key file, with one round: the passphrase of a test key needs no protection from guessing, and 600,000 rounds take a
    /// quarter of a second of processor time for each write and read.
    /// </summary>
    public static string QuickPem(SoftwareSigningKey key, string passphrase)
    {
        var once = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        byte[] encrypted = Pkcs8PrivateKeyInfo.Decode(key.ToPkcs8(), out _).Encrypt(passphrase, once);
        return PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted);
    }
}
