using DigitalEmblem.Issuer.Custody;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>The steps at the keys: before each that is made or destroyed, and after it. One that is opened leaves nothing behind.</summary>
internal sealed class KeySteps(IKeyStore store, Steps steps) : IKeyStore
{
    /// <inheritdoc/>
    public KeyCustody Custody => store.Custody;

    /// <inheritdoc/>
    public async Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken)
    {
        steps.Take(StepKind.MakeKey);
        StoredKey made = await store.GenerateAsync(algorithm, label, cancellationToken);
        steps.Take(StepKind.KeyMade);
        return made;
    }

    /// <inheritdoc/>
    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken)
    {
        steps.RefuseIfEnded();
        return store.OpenAsync(reference, expected, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DestroyAsync(string reference, CancellationToken cancellationToken)
    {
        steps.Take(StepKind.DestroyKey);
        await store.DestroyAsync(reference, cancellationToken);
        steps.Take(StepKind.KeyDestroyed);
    }

    /// <inheritdoc/>
    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => store.ProbeAsync(cancellationToken);
}
