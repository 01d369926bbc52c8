using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// The public key of a log. Logs sign with SHA-256 and ECDSA on P-256, or RSA PKCS #1 v1.5 of 2048 bits or more (RFC
/// 6962, 2.1.4); nothing else verifies.
/// </summary>
internal sealed class LogKey
{
    private const byte Sha256 = 4;
    private const byte Rsa = 1;
    private const byte Ecdsa = 3;
    private const int MinRsaBits = 2048;
    private const string RsaOid = "1.2.840.113549.1.1.1";

    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    private LogKey(byte[] subjectPublicKeyInfo, ECDsa? ecdsa, RSA? rsa)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Id = Sha256Digest.Of(subjectPublicKeyInfo);
        _ecdsa = ecdsa;
        _rsa = rsa;
    }

    /// <summary>The log's identifier: the SHA-256 of the key (RFC 6962, 3.2).</summary>
    public Sha256Digest Id { get; }

    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>
    /// The key of a log in a list. Lists hold old logs with keys of other forms. Such a key does not make the list unreadable, and verifies
    /// nothing.
    /// </summary>
    public static LogKey OfLog(byte[] key)
    {
        try
        {
            return Read(key);
        }
        catch (TokenFormatException)
        {
            return new LogKey(key, null, null);
        }
    }

    public static LogKey Read(byte[] subjectPublicKeyInfo) => PlatformReader.Read(
        "not a public key (SubjectPublicKeyInfo) of a supported kind",
        () =>
        {
            AsnReader spki = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
            string algorithm = spki.ReadSequence().ReadObjectIdentifier();
            switch (algorithm)
            {
                case KeyAlgorithm.EcPublicKey:
                    VerificationKey key = SpkiCodec.Read(subjectPublicKeyInfo);
                    return key.Algorithm == SignatureAlgorithm.ES256
                        ? new LogKey(
                            subjectPublicKeyInfo,
                            ECDsa.Create(new ECParameters { Curve = key.Algorithm.Curve, Q = new ECPoint { X = key.X, Y = key.Y } }),
                            null)
                        : throw new TokenFormatException("a key on another curve than P-256", fault: FormatFault.Unsupported);
                case RsaOid:
                    var rsa = RSA.Create();
                    rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int read);
                    return rsa.KeySize >= MinRsaBits && read == subjectPublicKeyInfo.Length
                        ? new LogKey(subjectPublicKeyInfo, null, rsa)
                        : throw new TokenFormatException(
                            $"an RSA key of less than {MinRsaBits} bits, or bytes after it", fault: FormatFault.Unsupported);
                default:
                    throw new TokenFormatException(
                        $"a key of {KeyAlgorithmNames.Describe(algorithm)}; logs have P-256 or RSA (RFC 6962, 2.1.4)",
                        fault: FormatFault.Unsupported);
            }
        });

    /// <summary>Whether the key made this DigitallySigned structure over the bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> digitallySigned)
    {
        if (digitallySigned.Length < 4
            || digitallySigned[0] != Sha256
            || ((digitallySigned[2] << 8) | digitallySigned[3]) != digitallySigned.Length - 4)
        {
            return false;
        }

        return digitallySigned[1] is Ecdsa or Rsa && VerifyDetached(signedBytes, digitallySigned[4..], digitallySigned[1]);
    }

    /// <summary>Whether the key made this bare signature, as log lists have it.</summary>
    public bool VerifyDetached(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> signature) =>
        VerifyDetached(signedBytes, signature, _ecdsa is null ? Rsa : Ecdsa);

    private bool VerifyDetached(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> signature, byte algorithm)
    {
        try
        {
            return algorithm == Ecdsa
                ? _ecdsa?.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ?? false
                : _rsa?.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false;
        }
        catch (CryptographicException)
        {
            // If the platform cannot read the signature, it is not shown to be the log's. This refutes nothing.
            return false;
        }
    }
}
