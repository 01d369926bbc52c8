using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>Keys that take their time: the world goes on before they sign.</summary>
internal sealed class SlowKeys(ISigningKeys keys, Func<Task> meanwhile) : ISigningKeys
{
    /// <inheritdoc/>
    public async Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken)
    {
        await meanwhile();
        return await keys.UseAsync(key, use, cancellationToken);
    }

    /// <inheritdoc/>
    public Task TryAsync(OrganizationKey key, CancellationToken cancellationToken) => keys.TryAsync(key, cancellationToken);
}
