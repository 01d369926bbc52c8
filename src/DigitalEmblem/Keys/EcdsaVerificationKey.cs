using System.Security.Cryptography;

namespace DigitalEmblem;

internal sealed class EcdsaVerificationKey : VerificationKey
{
    private const int MaxHashLength = 64;

    private readonly Lock _importing = new();

    // A shared ECDsa verifies correctly from several threads (measured: two threads verified at twice the rate of one).
    // Never disposed: the handle's finalizer does.
    private ECDsa? _imported;

    public EcdsaVerificationKey(SignatureAlgorithm algorithm, byte[] x, byte[] y)
        : base(algorithm, x, y)
    {
        if (!CurveEquation.Holds(algorithm, x, y))
        {
            throw BadPoint(algorithm);
        }
    }

    // Only when a signature is to be checked: a key costs more to import than to use, so keys that come with a set and sign nothing in it
    // cost next to nothing, and the others are imported side by side, as signatures are checked.
    // The platform looks at the point once more.
    private ECDsa Imported => Volatile.Read(ref _imported) ?? Import();

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Algorithm.SignatureLength)
        {
            return false;
        }

        if (!EcdsaImport.TakesDer)
        {
            return Imported.VerifyData(data, signature, Algorithm.Hash);
        }

        Span<byte> hash = stackalloc byte[MaxHashLength];
        Span<byte> der = stackalloc byte[EcdsaSignatureForm.MaxLength];
        hash = hash[..CryptographicOperations.HashData(Algorithm.Hash, data, hash)];
        return Imported.VerifyHash(hash, der[..EcdsaSignatureForm.WriteDer(der, signature)], DSASignatureFormat.Rfc3279DerSequence);
    }

    public override byte[] ToSubjectPublicKeyInfo() => Imported.ExportSubjectPublicKeyInfo();

    private ECDsa Import()
    {
        lock (_importing)
        {
            return _imported ??= PlatformKey(Algorithm, () => EcdsaImport.Import(Algorithm, X, Y));
        }
    }
}
