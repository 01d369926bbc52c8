using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Keys in encrypted PKCS#8 files of one folder, a file a key, named for its reference. They are decrypted into this process's memory to be
/// used.
/// </summary>
internal sealed class FileKeyStore : IKeyStore
{
    private readonly PrivateDirectory _directory;
    private readonly SecretSource _passphrase;

    /// <summary>Makes the folder if it is not there.</summary>
    /// <exception cref="KeyCustodyException">Others than its owner can read the folder, or it cannot be made.</exception>
    public FileKeyStore(FileCustodyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _directory = new PrivateDirectory(options.Directory);
        _passphrase = options.Passphrase;
        KeySecrets.Use(_directory.Create);
    }

    public KeyCustody Custody => KeyCustody.File;

    // Encrypting and decrypting take a third of a second of processor time, so run them on another thread.
    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return Task.Run(() => Generate(algorithm, label), cancellationToken);
    }

    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken) =>
        Task.Run(() => Open(KeyReference.Parse(reference, expected)), cancellationToken);

    public Task DestroyAsync(string reference, CancellationToken cancellationToken) =>
        Task.Run(() => Delete(KeyReference.Parse(reference)), cancellationToken);

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.Run(Probe, cancellationToken);

    private StoredKey Generate(SignatureAlgorithm algorithm, string label)
    {
        string passphrase = KeySecrets.Use(_passphrase.Read);
        using SoftwareSigningKey key = SigningKey.Generate(algorithm);
        var reference = KeyReference.Of(label, key.PublicKey.CoseIdentifier);
        KeyProof.Demand(key, reference.Identifier, "the new key");
        string text = KeyFile.Write(key, passphrase);
        KeySecrets.Use(() => _directory.Write(FileName(reference), text));
        return new StoredKey(reference.ToString(), key.PublicKey);
    }

    private SigningKey Open(KeyReference reference)
    {
        string file = Path.Combine(_directory.Path, FileName(reference));
        string text = KeySecrets.Use(() => _directory.Read(FileName(reference)))
            ?? throw new KeyCustodyException(KeyFault.NotFound, $"There is no key {file}. Restore it from a backup, or roll the key.");
        return KeyProof.Demand(KeyFile.Read(text, KeySecrets.Use(_passphrase.Read), file), reference.Identifier, file);
    }

    private void Delete(KeyReference reference) => KeySecrets.Use(() => _directory.Delete(FileName(reference)));

    private string? Probe()
    {
        if (!Directory.Exists(_directory.Path))
        {
            return $"The folder of the keys, {_directory.Path}, is not there. Mount or restore it.";
        }

        try
        {
            _ = _passphrase.Read();
            return _directory.Fault();
        }
        catch (SecretException e)
        {
            return e.Message;
        }
    }

    private static string FileName(KeyReference reference) => $"{reference}.pem";
}
