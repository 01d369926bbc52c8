using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>The PKCS#11 mechanisms and attributes of one of our algorithms.</summary>
internal sealed class Pkcs11Algorithm
{
    // CKM_EC_KEY_PAIR_GEN and CKM_ECDSA; CKM_EC_EDWARDS_KEY_PAIR_GEN and CKM_EDDSA of version 3, for which the package has no names.
    private const ulong EcKeyPair = 0x1040, Ecdsa = 0x1041, EdwardsKeyPair = 0x1055, Eddsa = 0x1057;

    private const byte PrintableString = 0x13;

    private static readonly Pkcs11Algorithm[] All =
    [
        new(SignatureAlgorithm.ES256, "06082a8648ce3d030107", "secp256r1", HashAlgorithmName.SHA256, 256, 65, EcKeyPair, Ecdsa),
        new(SignatureAlgorithm.ES384, "06052b81040022", "secp384r1", HashAlgorithmName.SHA384, 384, 97, EcKeyPair, Ecdsa),
        new(SignatureAlgorithm.ES512, "06052b81040023", "secp521r1", HashAlgorithmName.SHA512, 521, 133, EcKeyPair, Ecdsa),
        new(SignatureAlgorithm.Ed25519, "06032b6570", "edwards25519", default, 255, 32, EdwardsKeyPair, Eddsa),
    ];

    private readonly HashAlgorithmName _hash;
    private readonly string _curveName;
    private readonly int _pointLength;

    private Pkcs11Algorithm(
        SignatureAlgorithm algorithm,
        string curve,
        string curveName,
        HashAlgorithmName hash,
        int bits,
        int pointLength,
        ulong keyPairMechanism,
        ulong signMechanism)
    {
        Algorithm = algorithm;
        Curve = Convert.FromHexString(curve);
        _curveName = curveName;
        Bits = bits;
        KeyPairMechanism = keyPairMechanism;
        SignMechanism = signMechanism;
        _hash = hash;
        _pointLength = pointLength;
    }

    /// <summary>The algorithm.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>CKA_EC_PARAMS: the object identifier of the curve, in DER.</summary>
    public byte[] Curve { get; }

    /// <summary>The size of a key, as mechanisms count it.</summary>
    public int Bits { get; }

    /// <summary>The mechanism that makes a key.</summary>
    public ulong KeyPairMechanism { get; }

    /// <summary>The mechanism that signs what <see cref="Input"/> gives.</summary>
    public ulong SignMechanism { get; }

    public static Pkcs11Algorithm Of(SignatureAlgorithm algorithm) => All.Single(a => a.Algorithm == algorithm);

    /// <summary>The bytes that the token signs: the hash for ECDSA, because not every token hashes; the data itself for Ed25519.</summary>
    public byte[] Input(ReadOnlySpan<byte> data) => _hash == default ? data.ToArray() : CryptographicOperations.HashData(_hash, data);

    /// <summary>The public key of a token's key.</summary>
    /// <param name="curve">CKA_EC_PARAMS.</param>
    /// <param name="point">CKA_EC_POINT.</param>
    /// <returns>Null if its algorithm is not supported.</returns>
    public static VerificationKey? PublicKey(byte[] curve, byte[] point)
    {
        try
        {
            return All.FirstOrDefault(a => a.IsNamedBy(curve)) is { } algorithm && algorithm.Point(point) is { } raw
                ? VerificationKey.FromSubjectPublicKeyInfo(algorithm.SubjectPublicKeyInfo(raw))
                : null;
        }
        catch (Exception e) when (e is TokenFormatException or AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether CKA_EC_PARAMS names the curve: by its object identifier, or by its name (PKCS#11 3.0, 6.3.1, curveName).</summary>
    private bool IsNamedBy(byte[] curve) => Curve.AsSpan().SequenceEqual(curve)
        || (curve is [PrintableString, ..]
            && AsnDecoder.ReadCharacterString(curve, AsnEncodingRules.DER, UniversalTagNumber.PrintableString, out int read) == _curveName
            && read == curve.Length);

    /// <summary>
    /// The point, with or without an OCTET STRING around it: PKCS#11 demands one, but some tokens leave it out. The length decides, because
    /// both forms can begin with 04.
    /// </summary>
    private byte[]? Point(byte[] point)
    {
        byte[] raw = point.Length == _pointLength ? point : AsnDecoder.ReadOctetString(point, AsnEncodingRules.DER, out _);
        return raw.Length == _pointLength ? raw : null;
    }

    private byte[] SubjectPublicKeyInfo(byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                if (Algorithm != SignatureAlgorithm.Ed25519)
                {
                    writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                }

                writer.WriteEncodedValue(Curve);
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }
}
