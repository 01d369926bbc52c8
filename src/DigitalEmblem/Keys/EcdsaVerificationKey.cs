using System.Security.Cryptography;

namespace DigitalEmblem;

internal sealed class EcdsaVerificationKey : VerificationKey
{
    private const int MaxHashLength = 64;

    private readonly Lock _importing = new();

    // A shared ECDsa verifies correctly from several threads (measured: two threads verified at twice the rate of one).
    // It is never disposed; the finalizer of its handle releases it.
    private ECDsa? _imported;

    public EcdsaVerificationKey(SignatureAlgorithm algorithm, byte[] x, byte[] y)
        : base(algorithm, x, y)
    {
        if (!CurveEquation.Holds(algorithm, x, y))
        {
            throw BadPoint(algorithm);
        }
    }

    // Imported only when a signature is to be checked, because an import costs more than a check. So keys that come with a set and sign
    // nothing in it cost almost nothing, and the others are imported in parallel, as signatures are checked. The platform checks the point
    // again.
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
