using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>The signature of a certificate's or revocation list's issuer, with its algorithm (RFC 5280, 4.1.1).</summary>
internal sealed class IssuerSignature
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    // RSA PKCS #1 v1.5 and ECDSA with SHA-2 and SHA-3, Ed25519 and Ed448 (RFC 8017, 5758, 9688, 8410).
    private static readonly HashSet<string> Strong =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
        "2.16.840.1.101.3.4.3.10", "2.16.840.1.101.3.4.3.11", "2.16.840.1.101.3.4.3.12",
        "2.16.840.1.101.3.4.3.14", "2.16.840.1.101.3.4.3.15", "2.16.840.1.101.3.4.3.16",
        "1.3.101.112", "1.3.101.113",
    ];

    private readonly string _algorithm;
    private readonly string? _pssHash;
    private readonly byte[] _value;

    private IssuerSignature(string algorithm, string? pssHash, byte[] value)
    {
        _algorithm = algorithm;
        _pssHash = pssHash;
        _value = value;
    }

    /// <summary>Whether its hash resists collisions (decisions.md, 36): MD5 and SHA-1 do not.</summary>
    public bool IsStrong => Strong.Contains(_algorithm) || (_algorithm == RsaPss && HashOf(_pssHash) != default);

    /// <summary>The algorithm, for messages.</summary>
    public string Algorithm => KeyAlgorithmNames.Describe(_algorithm);

    /// <summary>Reads the two last members of a certificate or revocation list.</summary>
    public static IssuerSignature Read(AsnReader signed)
    {
        AsnReader identifier = signed.ReadSequence();
        string algorithm = identifier.ReadObjectIdentifier();
        return new IssuerSignature(algorithm, algorithm == RsaPss ? ReadPssHash(identifier) : null, signed.ReadBitString(out _));
    }

    /// <summary>Whether the key made it; null if that cannot be told here, as for algorithms that the platform does not have.</summary>
    /// <param name="signed">What it signs.</param>
    /// <param name="issuer">The certificate whose key may have made it.</param>
    public bool? IsBy(ReadOnlyMemory<byte> signed, TbsCertificate issuer) =>
        PlatformReader.TryRead(() => Verify(signed, issuer), out bool? result) ? result : null;

    private bool? Verify(ReadOnlyMemory<byte> signed, TbsCertificate issuer)
    {
        (HashAlgorithmName hash, bool ecdsa) = _algorithm switch
        {
            RsaPss => (HashOf(_pssHash), false),
            "1.2.840.113549.1.1.11" => (HashAlgorithmName.SHA256, false),
            "1.2.840.113549.1.1.12" => (HashAlgorithmName.SHA384, false),
            "1.2.840.113549.1.1.13" => (HashAlgorithmName.SHA512, false),
            "1.2.840.10045.4.3.2" => (HashAlgorithmName.SHA256, true),
            "1.2.840.10045.4.3.3" => (HashAlgorithmName.SHA384, true),
            "1.2.840.10045.4.3.4" => (HashAlgorithmName.SHA512, true),
            _ => default,
        };
        if (hash == default)
        {
            return null;
        }

        PublicKey key = PublicKey.CreateFromSubjectPublicKeyInfo(issuer.SubjectPublicKeyInfo.Span, out _);
        if (ecdsa)
        {
            using ECDsa? point = key.GetECDsaPublicKey();
            return point?.VerifyData(signed.Span, _value, hash, DSASignatureFormat.Rfc3279DerSequence) ?? false;
        }

        using RSA? rsa = key.GetRSAPublicKey();
        return rsa?.VerifyData(signed.Span, _value, hash, _algorithm == RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            ?? false;
    }

    // RFC 4055, 3.1: an absent hash means SHA-1.
    private static string? ReadPssHash(AsnReader identifier)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        AsnReader? parameters = identifier.HasData ? identifier.ReadSequence() : null;
        return parameters is { HasData: true } && parameters.PeekTag().HasSameClassAndValue(tag)
            ? parameters.ReadSequence(tag).ReadSequence().ReadObjectIdentifier()
            : null;
    }

    private static HashAlgorithmName HashOf(string? oid) => oid switch
    {
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => default,
    };
}
