using System.Formats.Asn1;

namespace DigitalEmblem;

/// <summary>The AlgorithmIdentifier of a key (RFC 5280, 4.1.1.2; RFC 5480; RFC 8410), as far as the profiles have it.</summary>
internal static class KeyAlgorithm
{
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string Ed25519 = "1.3.101.112";

    private const string Supported = "P-256, P-384, P-521 and Ed25519 are supported";

    /// <summary>Reads it from a SubjectPublicKeyInfo or a private key.</summary>
    /// <exception cref="TokenFormatException">It is none of a supported algorithm; the message names it.</exception>
    public static SignatureAlgorithm Read(AsnReader reader)
    {
        AsnReader identifier = reader.ReadSequence();
        string oid = identifier.ReadObjectIdentifier();
        switch (oid)
        {
            case Ed25519 when identifier.HasData:
                throw new TokenFormatException("an Ed25519 key with parameters, which it does not have (RFC 8410, 3)");
            case Ed25519:
                return SignatureAlgorithm.Ed25519;
            case EcPublicKey:
                SignatureAlgorithm algorithm = ReadCurve(identifier);
                identifier.ThrowIfNotEmpty();
                return algorithm;
            default:
                throw Unsupported($"a key of {KeyAlgorithmNames.Describe(oid)}; {Supported}");
        }
    }

    /// <summary>
    /// Reads the parameters of an elliptic curve: a name, since parameters of one's own can describe a weak curve (RFC 5480, 2.1.1).
    /// </summary>
    public static SignatureAlgorithm ReadCurve(AsnReader parameters)
    {
        if (!parameters.HasData)
        {
            throw new TokenFormatException("a key that does not name its curve");
        }

        Asn1Tag tag = parameters.PeekTag();
        if (tag.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            throw Unsupported("a key with explicit curve parameters, in place of the curve's name: they are refused (RFC 5480, 2.1.1)");
        }

        if (tag.HasSameClassAndValue(Asn1Tag.Null))
        {
            throw Unsupported("a key whose curve is implied and not named");
        }

        string oid = parameters.ReadObjectIdentifier();
        return SignatureAlgorithm.All.FirstOrDefault(a => a.IsEcdsa && a.CurveOid == oid)
            ?? throw Unsupported($"a key on another curve: {KeyAlgorithmNames.Describe(oid)}; {Supported}");
    }

    private static TokenFormatException Unsupported(string message) => new(message, fault: FormatFault.Unsupported);
}
