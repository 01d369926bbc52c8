using System.Formats.Asn1;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// Private keys in the clear: PKCS #8 of either version (RFC 5208, RFC 5958, RFC 8410) and the form of SEC 1 (RFC 5915). A
/// public key inside must be the private key's.
/// </summary>
internal static class PrivateKeyReader
{
    private const string NoPkcs8 = "not a PKCS#8 private key of a supported algorithm (P-256, P-384, P-521, Ed25519)";
    private const string NoSec1 = "not an EC private key on a supported curve (P-256, P-384, P-521)";
    private const int V1 = 0, V2 = 1;

    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag PublicKey = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag EcParametersTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag EcPublicKey = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static SoftwareSigningKey ReadPkcs8(byte[] der) => PlatformReader.Read(NoPkcs8, () =>
    {
        AsnReader info = Whole(der);
        int version = ReadVersion(info, V1, V2);
        SignatureAlgorithm algorithm = KeyAlgorithm.Read(info);
        byte[] inner = info.ReadOctetString();
        try
        {
            if (info.HasData && info.PeekTag().HasSameClassAndValue(Attributes))
            {
                info.ReadSetOf(Attributes);
            }

            byte[]? stated = info.HasData && version == V2 ? ReadBits(info.ReadBitString(out int unused, PublicKey), unused) : null;
            info.ThrowIfNotEmpty();
            return Checked(algorithm.IsEcdsa ? ReadEc(inner, algorithm) : ReadEd25519(inner), stated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(inner);
        }
    });

    public static SoftwareSigningKey ReadSec1(byte[] der) => PlatformReader.Read(NoSec1, () => ReadEc(der, null));

    private static SoftwareSigningKey ReadEd25519(byte[] inner)
    {
        var reader = new AsnReader(inner, AsnEncodingRules.DER);
        byte[] seed = reader.ReadOctetString();
        try
        {
            reader.ThrowIfNotEmpty();
            return seed.Length == SignatureAlgorithm.Ed25519.CoordinateLength
                ? SoftwareSigningKey.FromEd25519Seed(seed)
                : throw new TokenFormatException(
                    $"an Ed25519 private key has {SignatureAlgorithm.Ed25519.CoordinateLength} bytes, and this has {seed.Length}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Reads an ECPrivateKey. Its curve stands outside, in PKCS #8, or inside, or in both places.</summary>
    private static SoftwareSigningKey ReadEc(byte[] der, SignatureAlgorithm? outside)
    {
        AsnReader key = Whole(der);
        ReadVersion(key, 1, 1);
        byte[] number = key.ReadOctetString();
        byte[]? d = null;
        try
        {
            SignatureAlgorithm? inside = null;
            if (key.HasData && key.PeekTag().HasSameClassAndValue(EcParametersTag))
            {
                AsnReader parameters = key.ReadSequence(EcParametersTag);
                inside = KeyAlgorithm.ReadCurve(parameters);
                parameters.ThrowIfNotEmpty();
            }

            byte[]? stated = null;
            if (key.HasData)
            {
                AsnReader wrapped = key.ReadSequence(EcPublicKey);
                stated = ReadBits(wrapped.ReadBitString(out int unused), unused);
                wrapped.ThrowIfNotEmpty();
            }

            key.ThrowIfNotEmpty();
            SignatureAlgorithm algorithm = outside
                ?? inside
                ?? throw new TokenFormatException("an EC private key that does not name its curve");
            if (inside is not null && inside != algorithm)
            {
                throw new TokenFormatException("an EC private key that names two curves");
            }

            d = Widen(number, algorithm.CoordinateLength);
            return Checked(SoftwareSigningKey.FromEcdsa(ECDsa.Create(new ECParameters { Curve = algorithm.Curve, D = d })), stated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(number);
            CryptographicOperations.ZeroMemory(d);
        }
    }

    // RFC 5915 requires the width of the order; some writers leave leading zeros out, or add one.
    private static byte[] Widen(byte[] number, int width)
    {
        ReadOnlySpan<byte> significant = number.AsSpan().TrimStart((byte)0);
        if (significant.Length > width)
        {
            throw new TokenFormatException("an EC private key that is longer than its curve allows");
        }

        var result = new byte[width];
        significant.CopyTo(result.AsSpan(width - significant.Length));
        return result;
    }

    private static SoftwareSigningKey Checked(SoftwareSigningKey key, byte[]? statedPublicKey)
    {
        if (statedPublicKey is null || PublicPoint.Read(key.Algorithm, statedPublicKey).Equals(key.PublicKey))
        {
            return key;
        }

        key.Dispose();
        throw new TokenFormatException(
            "the public key inside is not that of the private key: the file is damaged, or was put together from two");
    }

    private static byte[] ReadBits(byte[] bits, int unused) =>
        unused == 0 ? bits : throw new TokenFormatException("a public key that does not end at a whole byte");

    private static AsnReader Whole(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        int length = reader.PeekEncodedValue().Length;
        return length == der.Length ? reader.ReadSequence() : throw new TokenFormatException($"{der.Length - length} bytes follow the key");
    }

    private static int ReadVersion(AsnReader reader, int from, int to) =>
        reader.TryReadInt32(out int version) && version >= from && version <= to
            ? version
            : throw new TokenFormatException("a private key of a version that is not known here", fault: FormatFault.Unsupported);
}
