using System.Security.Cryptography;
using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem;

/// <summary>
/// A private key in this process's memory, which can be written to a file, encrypted with a passphrase unless asked otherwise.
/// </summary>
public sealed class SoftwareSigningKey : SigningKey
{
    private static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    private readonly ECDsa? _ecdsa;
    private readonly Key? _ed25519;

    private SoftwareSigningKey(ECDsa ecdsa, VerificationKey publicKey)
        : base(publicKey) => _ecdsa = ecdsa;

    private SoftwareSigningKey(Key ed25519)
        : base(VerificationKey.Create(SignatureAlgorithm.Ed25519, ed25519.PublicKey.Export(KeyBlobFormat.RawPublicKey), [])) =>
        _ed25519 = ed25519;

    internal override ECDsa? Ecdsa => _ecdsa;

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data) =>
        _ecdsa?.SignData(data, Algorithm.Hash) ?? Ed25519Algorithm.Ed25519.Sign(_ed25519!, data);

    /// <summary>
    /// The key as PEM <c>ENCRYPTED PRIVATE KEY</c>: PKCS#8 under PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, 600,000 iterations.
    /// </summary>
    /// <param name="passphrase">Not empty. A person who has the file and guesses the passphrase can sign in your name.</param>
    /// <exception cref="ArgumentException"><paramref name="passphrase"/> is empty.</exception>
    public string ToEncryptedPem(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        return Pkcs8Codec.WriteEncryptedPem(this, passphrase);
    }

    /// <summary>The key as PEM <c>PRIVATE KEY</c>, in the clear: every person who can read the file can sign in your name.</summary>
    public string ToPlaintextPemUnsafe() => Pkcs8Codec.WritePlaintextPem(this);

    internal static SoftwareSigningKey Create(SignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.IsEcdsa
            ? FromEcdsa(ECDsa.Create(algorithm.Curve))
            : new SoftwareSigningKey(Key.Create(Ed25519Algorithm.Ed25519, Exportable));
    }

    internal static SoftwareSigningKey FromEd25519Seed(ReadOnlySpan<byte> seed) =>
        new(Key.Import(Ed25519Algorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable));

    internal static SoftwareSigningKey FromEcdsa(ECDsa ecdsa) => new(ecdsa, SpkiCodec.Read(ecdsa.ExportSubjectPublicKeyInfo()));

    /// <summary>Unencrypted PKCS#8; the caller clears it.</summary>
    internal byte[] ToPkcs8() => _ecdsa?.ExportPkcs8PrivateKey() ?? _ed25519!.Export(KeyBlobFormat.PkixPrivateKey);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _ecdsa?.Dispose();
        _ed25519?.Dispose();
        base.Dispose(disposing);
    }
}
