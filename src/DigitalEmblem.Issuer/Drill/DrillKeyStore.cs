using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Custody;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// The keys of a drill, in memory in place of encrypted files: they leave no trace, and no time goes into deriving keys from passphrases.
/// </summary>
internal sealed class DrillKeyStore : IKeyStore
{
    private readonly ConcurrentDictionary<string, SoftwareSigningKey> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public KeyCustody Custody => KeyCustody.File;

    /// <inheritdoc/>
    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken)
    {
        SoftwareSigningKey key = SigningKey.Generate(algorithm);
        var stored = new StoredKey(KeyReference.Of(label, key.PublicKey.CoseIdentifier).ToString(), key.PublicKey);
        _keys[stored.Reference] = key;
        return Task.FromResult(stored);
    }

    /// <inheritdoc/>
    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken) =>
        Task.FromResult<SigningKey>(_keys.TryGetValue(reference, out SoftwareSigningKey? key)
            ? new KeptKey(key)
            : throw new KeyCustodyException(KeyFault.NotFound, $"The drill has no key {reference}."));

    /// <inheritdoc/>
    public Task DestroyAsync(string reference, CancellationToken cancellationToken)
    {
        _keys.TryRemove(reference, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>A key that stays when the ring closes it, because it may be opened again.</summary>
    private sealed class KeptKey(SoftwareSigningKey key) : SigningKey(key.PublicKey)
    {
        public override byte[] Sign(ReadOnlySpan<byte> data) => key.Sign(data);
    }
}
