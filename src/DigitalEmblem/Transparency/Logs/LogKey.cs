using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>The public key of a log. Logs sign with SHA-256 and ECDSA on P-256, or RSA PKCS #1 v1.5 of 2048 bits or more (RFC 6962, 2.1.4); nothing else verifies.</summary>
internal sealed class LogKey
{
    private const byte Sha256 = 4;
    private const byte Rsa = 1;
    private const byte Ecdsa = 3;
    private const int MinRsaBits = 2048;
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string P256 = "1.2.840.10045.3.1.7";

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

    /// <summary>The key of a log in a list. Lists hold old logs with keys of other forms; one of those does not spoil the list, and verifies nothing.</summary>
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

    public static LogKey Read(byte[] subjectPublicKeyInfo)
    {
        try
        {
            AsnReader spki = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
            AsnReader algorithm = spki.ReadSequence();
            if (algorithm.ReadObjectIdentifier() == EcPublicKey)
            {
                if (algorithm.ReadObjectIdentifier() != P256)
                {
                    throw new TokenFormatException("a key on another curve than P-256", fault: FormatFault.Unsupported);
                }

                var ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int read);
                return read == subjectPublicKeyInfo.Length ? new LogKey(subjectPublicKeyInfo, ecdsa, null) : throw new TokenFormatException("bytes are left over after the key");
            }

            var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int all);
            return rsa.KeySize >= MinRsaBits && all == subjectPublicKeyInfo.Length
                ? new LogKey(subjectPublicKeyInfo, null, rsa)
                : throw new TokenFormatException($"an RSA key of less than {MinRsaBits} bits, or bytes after it", fault: FormatFault.Unsupported);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new TokenFormatException("not a public key (SubjectPublicKeyInfo) of a supported kind");
        }
    }

    /// <summary>Whether the key made this DigitallySigned structure over the bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> digitallySigned)
    {
        if (digitallySigned.Length < 4 || digitallySigned[0] != Sha256 || ((digitallySigned[2] << 8) | digitallySigned[3]) != digitallySigned.Length - 4)
        {
            return false;
        }

        ReadOnlySpan<byte> signature = digitallySigned[4..];
        return digitallySigned[1] switch
        {
            Ecdsa => _ecdsa?.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ?? false,
            Rsa => _rsa?.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false,
            _ => false,
        };
    }

    /// <summary>Whether the key made this bare signature, as log lists have it.</summary>
    public bool VerifyDetached(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> signature) =>
        _ecdsa?.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        ?? _rsa!.VerifyData(signedBytes, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
