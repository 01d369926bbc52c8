using DigitalEmblem.Issuer.Custody;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>The steps at the keys: before each that is made or destroyed, and after it. One that is opened leaves nothing behind.</summary>
internal sealed class KeySteps(IKeyStore store, Steps steps) : IKeyStore
{
    /// <inheritdoc/>
    public KeyCustody Custody => store.Custody;

    /// <inheritdoc/>
    public async Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellation)
    {
        steps.Take(StepKind.MakeKey);
        StoredKey made = await store.GenerateAsync(algorithm, label, cancellation);
        steps.Take(StepKind.KeyMade);
        return made;
    }

    /// <inheritdoc/>
    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellation)
    {
        steps.RefuseIfEnded();
        return store.OpenAsync(reference, expected, cancellation);
    }

    /// <inheritdoc/>
    public async Task DestroyAsync(string reference, CancellationToken cancellation)
    {
        steps.Take(StepKind.DestroyKey);
        await store.DestroyAsync(reference, cancellation);
        steps.Take(StepKind.KeyDestroyed);
    }

    /// <inheritdoc/>
    public Task<string?> ProbeAsync(CancellationToken cancellation) => store.ProbeAsync(cancellation);
}
