using System.Security.Cryptography;
using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem.Benchmarks;

/// <summary>The cost of a key import by the platform alone: the BCL's ECDsa from parameters, or NSec's raw import.</summary>
internal sealed class BareImport
{
    private readonly ECParameters _parameters;
    private readonly byte[]? _ed25519;

    public BareImport(VerificationKey key)
    {
        if (key.Algorithm == SignatureAlgorithm.Ed25519)
        {
            _ed25519 = PublicKey.Import(Ed25519Algorithm.Ed25519, key.ToSubjectPublicKeyInfo(), KeyBlobFormat.PkixPublicKey)
                .Export(KeyBlobFormat.RawPublicKey);
            return;
        }

        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.ToSubjectPublicKeyInfo(), out _);
        _parameters = ecdsa.ExportParameters(false);
    }

    public void Import()
    {
        if (_ed25519 is not null)
        {
            Ed25519();
            return;
        }

        using ECDsa ecdsa = Ecdsa();
    }

    public ECDsa Ecdsa() => ECDsa.Create(_parameters);

    public PublicKey Ed25519() => PublicKey.Import(Ed25519Algorithm.Ed25519, _ed25519!, KeyBlobFormat.RawPublicKey);
}
