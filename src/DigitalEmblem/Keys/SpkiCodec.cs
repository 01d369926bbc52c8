using System.Security.Cryptography;
using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem;

/// <summary>SubjectPublicKeyInfo and its PEM form.</summary>
internal static class SpkiCodec
{
    public const string PemLabel = "PUBLIC KEY";

    // SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING …: looked at first, so that EC keys do without libsodium.
    private static ReadOnlySpan<byte> Ed25519Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70];

    public static VerificationKey Read(ReadOnlySpan<byte> der)
    {
        if (der.StartsWith(Ed25519Prefix) && PublicKey.TryImport(Ed25519Algorithm.Ed25519, der, KeyBlobFormat.PkixPublicKey, out PublicKey? ed25519))
        {
            return VerificationKey.Create(SignatureAlgorithm.Ed25519, ed25519!.Export(KeyBlobFormat.RawPublicKey), []);
        }

        ECParameters parameters;
        try
        {
            using ECDsa ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(der, out int read);
            if (read != der.Length)
            {
                throw new TokenFormatException($"{der.Length - read} bytes follow the key");
            }

            parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        }
        catch (CryptographicException)
        {
            throw new TokenFormatException("not a SubjectPublicKeyInfo with a key of a supported algorithm (P-256, P-384, P-521, Ed25519)");
        }

        SignatureAlgorithm algorithm = AlgorithmOf(parameters.Curve)
            ?? throw new TokenFormatException("not on a named curve of a supported algorithm (P-256, P-384, P-521)", fault: FormatFault.Unsupported);
        return VerificationKey.Create(algorithm, parameters.Q.X!, parameters.Q.Y!);
    }

    public static VerificationKey ReadPem(ReadOnlySpan<char> pem)
    {
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            if (pem[fields.Label].SequenceEqual(PemLabel))
            {
                return Read(Convert.FromBase64String(pem[fields.Base64Data].ToString()));
            }

            if (pem[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                throw new TokenFormatException("a private key, where a public key is asked ('emblem key show FILE' prints its public key)");
            }

            pem = pem[fields.Location.End..];
        }

        throw new TokenFormatException($"no PEM block with the label {PemLabel}");
    }

    internal static SignatureAlgorithm? AlgorithmOf(ECCurve curve) => !curve.IsNamed ? null : (curve.Oid.Value ?? curve.Oid.FriendlyName) switch
    {
        "1.2.840.10045.3.1.7" or "nistP256" or "ECDSA_P256" => SignatureAlgorithm.ES256,
        "1.3.132.0.34" or "nistP384" or "ECDSA_P384" => SignatureAlgorithm.ES384,
        "1.3.132.0.35" or "nistP521" or "ECDSA_P521" => SignatureAlgorithm.ES512,
        _ => null,
    };
}
