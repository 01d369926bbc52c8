using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>
/// The keys of fixtures: files as the service's own store makes them, and read by it, but encrypted with few rounds, since nobody guesses
/// at their passphrase. The service's rounds take a third of a second of a processor for each key that is made or opened, and tests do so a
/// thousand times.
/// </summary>
internal sealed class QuickKeyStore(FileCustodyOptions options) : IKeyStore
{
    private static readonly PbeParameters FewRounds = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);

    private readonly FileKeyStore _files = new(options);

    /// <inheritdoc/>
    public KeyCustody Custody => _files.Custody;

    /// <inheritdoc/>
    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken)
    {
        using SoftwareSigningKey key = SigningKey.Generate(algorithm);
        var reference = KeyReference.Of(label, key.PublicKey.CoseIdentifier);
        string plain = key.ToPlaintextPemUnsafe();
        byte[] pkcs8 = Convert.FromBase64String(plain[PemEncoding.Find(plain).Base64Data]);
        byte[] encrypted = Pkcs8PrivateKeyInfo.Decode(pkcs8, out _).Encrypt(options.Passphrase.Read(), FewRounds);
        new PrivateDirectory(options.Directory).Write($"{reference}.pem", PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted));
        return Task.FromResult(new StoredKey(reference.ToString(), key.PublicKey));
    }

    /// <inheritdoc/>
    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken) =>
        _files.OpenAsync(reference, expected, cancellationToken);

    /// <inheritdoc/>
    public Task DestroyAsync(string reference, CancellationToken cancellationToken) => _files.DestroyAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => _files.ProbeAsync(cancellationToken);
}
