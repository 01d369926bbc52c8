using System.Security.Cryptography;
using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// The cost of the cryptography alone: the BCL's ECDSA or NSec's Ed25519 over prepared bytes, with an imported key.
/// </summary>
internal sealed class BareSignature
{
    private readonly byte[] _data;
    private readonly byte[] _signature;
    private readonly ECDsa? _ecdsa;
    private readonly HashAlgorithmName _hash;
    private readonly PublicKey? _ed25519;

    public BareSignature(VerificationKey key, UnverifiedToken token)
    {
        _data = token.SignedBytes;
        _signature = token.Signature.ToArray();
        byte[] spki = key.ToSubjectPublicKeyInfo();
        if (key.Algorithm == SignatureAlgorithm.Ed25519)
        {
            _ed25519 = PublicKey.Import(Ed25519Algorithm.Ed25519, spki, KeyBlobFormat.PkixPublicKey);
        }
        else
        {
            _ecdsa = ECDsa.Create();
            _ecdsa.ImportSubjectPublicKeyInfo(spki, out _);
            _hash = key.Algorithm.Hash;
        }
    }

    public bool Check() => _ecdsa?.VerifyData(_data, _signature, _hash) ?? Ed25519Algorithm.Ed25519.Verify(_ed25519!, _data, _signature);

    public bool CheckUnderNewKey(BareImport import)
    {
        if (_ed25519 is not null)
        {
            return Ed25519Algorithm.Ed25519.Verify(import.Ed25519(), _data, _signature);
        }

        using ECDsa ecdsa = import.Ecdsa();
        return ecdsa.VerifyData(_data, _signature, _hash);
    }
}
