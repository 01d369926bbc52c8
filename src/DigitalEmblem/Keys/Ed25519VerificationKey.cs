using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem;

internal sealed class Ed25519VerificationKey : VerificationKey
{
    // Null where libsodium is missing: the key can still be read, but its signatures cannot be checked.
    private readonly PublicKey? _key;

    public Ed25519VerificationKey(byte[] x)
        : base(SignatureAlgorithm.Ed25519, x, [])
    {
        // Small-order and non-canonical keys can be imported, but libsodium accepts no signature under them.
        if (!TryImport(x, out _key))
        {
            throw BadPoint(Algorithm);
        }
    }

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == Algorithm.SignatureLength
            && Ed25519Algorithm.Ed25519.Verify(_key ?? PlatformKey(Algorithm, () => Import(X)), data, signature);

    // SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING … } (RFC 8410, 4).
    public override byte[] ToSubjectPublicKeyInfo() => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. X];

    private static bool TryImport(byte[] x, out PublicKey? key)
    {
        try
        {
            return PublicKey.TryImport(Ed25519Algorithm.Ed25519, x, KeyBlobFormat.RawPublicKey, out key);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or PlatformNotSupportedException)
        {
            key = null;
            return true;
        }
    }

    private static PublicKey Import(byte[] x) => PublicKey.Import(Ed25519Algorithm.Ed25519, x, KeyBlobFormat.RawPublicKey);
}
