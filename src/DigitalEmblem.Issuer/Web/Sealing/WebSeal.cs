using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Web.Sealing;

/// <summary>
/// Seals what the pages keep in the database with the secret of the settings (<c>Web:Secret</c>): AES-256-GCM under a key of its own for
/// each purpose (HKDF, RFC 5869). Every instance with the same secret opens it.
/// </summary>
/// <param name="secret">Reads the secret. It is read anew whenever it is needed, and kept nowhere.</param>
internal sealed class WebSeal(Func<string> secret)
{
    // Named in each sealed text, so that another form can follow.
    private const byte Form = 1;

    private static readonly byte[] Salt = "digital-emblem-issuer-web"u8.ToArray();

    /// <summary>Seals bytes.</summary>
    /// <param name="purpose">What they are for, and whose: bytes that are sealed for one purpose do not open for another.</param>
    /// <param name="content">The bytes.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> content)
    {
        int nonce = AesGcm.NonceByteSizes.MaxSize, tag = AesGcm.TagByteSizes.MaxSize;
        byte[] sealedBytes = new byte[1 + nonce + content.Length + tag];
        sealedBytes[0] = Form;
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(1, nonce));
        using AesGcm cipher = Cipher(purpose);
        cipher.Encrypt(
            sealedBytes.AsSpan(1, nonce), content, sealedBytes.AsSpan(1 + nonce, content.Length), sealedBytes.AsSpan(^tag..),
            sealedBytes.AsSpan(0, 1));
        return sealedBytes;
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same purpose.</summary>
    /// <exception cref="CryptographicException">It was sealed with another secret or for another purpose, or was changed.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        int nonce = AesGcm.NonceByteSizes.MaxSize, tag = AesGcm.TagByteSizes.MaxSize;
        if (sealedBytes.Length < 1 + nonce + tag || sealedBytes[0] != Form)
        {
            throw new CryptographicException("This was not sealed by this service.");
        }

        byte[] content = new byte[sealedBytes.Length - 1 - nonce - tag];
        using AesGcm cipher = Cipher(purpose);
        cipher.Decrypt(
            sealedBytes.Slice(1, nonce), sealedBytes.Slice(1 + nonce, content.Length), sealedBytes[^tag..], content, sealedBytes[..1]);
        return content;
    }

    private AesGcm Cipher(string purpose)
    {
        byte[] key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret()), 32, Salt, Encoding.UTF8.GetBytes(purpose));
        return new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
    }
}
