using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// Signs with one key of one algorithm, and never hands out private material: a key in memory and a key in hardware look alike from here.
/// </summary>
public abstract class SigningKey : IDisposable
{
    /// <summary>For a key that lives elsewhere (a token, a service).</summary>
    /// <param name="publicKey">The public key that verifies what this key signs.</param>
    protected SigningKey(VerificationKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        PublicKey = publicKey;
    }

    /// <summary>The key that verifies what this one signs.</summary>
    public VerificationKey PublicKey { get; }

    /// <summary>The one algorithm of this key.</summary>
    public SignatureAlgorithm Algorithm => PublicKey.Algorithm;

    /// <summary>
    /// The platform's view of an ECDSA key, for the COSE library; null for Ed25519 and for keys that sign by <see cref="Sign"/> alone.
    /// </summary>
    internal virtual ECDsa? Ecdsa => null;

    /// <summary>Signs <paramref name="data"/> (not its hash).</summary>
    /// <param name="data">The bytes to sign.</param>
    /// <returns>r||s of fixed width for ECDSA, the 64 bytes of RFC 8032 for Ed25519.</returns>
    /// <exception cref="CryptographicException">The key could not be used (a device was removed, say).</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>A new key in memory.</summary>
    /// <param name="algorithm">Its algorithm.</param>
    public static SoftwareSigningKey Generate(SignatureAlgorithm algorithm) => SoftwareSigningKey.Create(algorithm);

    /// <summary>
    /// Reads a private key from PEM: <c>ENCRYPTED PRIVATE KEY</c> with its passphrase, or <c>PRIVATE KEY</c> or
    /// <c>EC PRIVATE KEY</c> without.
    /// </summary>
    /// <param name="pem">The text.</param>
    /// <param name="passphrase">The passphrase; needed only for an encrypted key.</param>
    /// <exception cref="TokenFormatException">
    /// There is no private key of a supported algorithm in it, or it is encrypted in a way that is not supported; the
    /// message names what it is.
    /// </exception>
    /// <exception cref="CryptographicException">The key is encrypted, and the passphrase is missing or wrong.</exception>
    public static SoftwareSigningKey FromPem(string pem, string? passphrase = null)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return Pkcs8Codec.ReadPem(pem, passphrase);
    }

    /// <summary>Signs with a platform key. Derive a class from <see cref="ECDsa"/> to sign with hardware.</summary>
    /// <param name="key">A key on P-256, P-384 or P-521 that can sign; disposed with the result.</param>
    /// <exception cref="TokenFormatException">The key is on another curve.</exception>
    public static SigningKey FromECDsa(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new EcdsaSigningKey(key);
    }

    /// <summary>Releases the key.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what a subclass holds.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
