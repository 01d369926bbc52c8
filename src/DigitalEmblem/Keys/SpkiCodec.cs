using System.Formats.Asn1;

namespace DigitalEmblem;

/// <summary>
/// SubjectPublicKeyInfo and its PEM form. It is read without the platform, which knows more curves than the profiles on one machine, and
/// fewer on another.
/// </summary>
internal static class SpkiCodec
{
    public const string PemLabel = "PUBLIC KEY";

    private const string NoKey = "not a SubjectPublicKeyInfo with a key of a supported algorithm (P-256, P-384, P-521, Ed25519)";

    public static VerificationKey Read(ReadOnlySpan<byte> der)
    {
        byte[] bytes = der.ToArray();
        return PlatformReader.Read(NoKey, () => Read(bytes));
    }

    public static VerificationKey ReadPem(string pem)
    {
        foreach (PemBlock block in PemBlock.In(pem))
        {
            if (block.Label == PemLabel)
            {
                return Read(block.Decode().AsSpan());
            }

            if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                throw new TokenFormatException("a private key, where a public key is asked ('emblem key show FILE' prints its public key)");
            }
        }

        throw new TokenFormatException($"no PEM block with the label {PemLabel}");
    }

    private static VerificationKey Read(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        int length = reader.PeekEncodedValue().Length;
        if (length != der.Length)
        {
            throw new TokenFormatException($"{der.Length - length} bytes follow the key");
        }

        AsnReader spki = reader.ReadSequence();
        SignatureAlgorithm algorithm = KeyAlgorithm.Read(spki);
        byte[] bits = spki.ReadBitString(out int unused);
        spki.ThrowIfNotEmpty();
        return unused == 0 ? PublicPoint.Read(algorithm, bits) : throw new TokenFormatException("a key that does not end at a whole byte");
    }
}
