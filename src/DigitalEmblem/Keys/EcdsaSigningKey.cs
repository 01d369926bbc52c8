using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>A platform ECDSA key, in memory or in hardware.</summary>
internal sealed class EcdsaSigningKey : SigningKey
{
    private readonly ECDsa _ecdsa;

    public EcdsaSigningKey(ECDsa ecdsa)
        : base(SpkiCodec.Read(ecdsa.ExportSubjectPublicKeyInfo())) => _ecdsa = ecdsa;

    internal override ECDsa? Ecdsa => _ecdsa;

    public override byte[] Sign(ReadOnlySpan<byte> data) => _ecdsa.SignData(data, Algorithm.Hash);

    protected override void Dispose(bool disposing)
    {
        _ecdsa.Dispose();
        base.Dispose(disposing);
    }
}
