using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem;

internal sealed class Ed25519VerificationKey : VerificationKey
{
    private readonly PublicKey _key;

    public Ed25519VerificationKey(byte[] x)
        : base(SignatureAlgorithm.Ed25519, x, [])
    {
        // Small-order and non-canonical keys import, but libsodium verifies nothing under them.
        if (!PublicKey.TryImport(Ed25519Algorithm.Ed25519, x, KeyBlobFormat.RawPublicKey, out PublicKey? key))
        {
            throw BadPoint(Algorithm);
        }

        _key = key!;
    }

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == Algorithm.SignatureLength && Ed25519Algorithm.Ed25519.Verify(_key, data, signature);

    public override byte[] ToSubjectPublicKeyInfo() => _key.Export(KeyBlobFormat.PkixPublicKey);
}
