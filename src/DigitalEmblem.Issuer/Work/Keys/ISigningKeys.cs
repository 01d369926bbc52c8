using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Opens private keys of every custody.</summary>
internal interface ISigningKeys
{
    /// <summary>Signs with a key; it is not kept beyond the call.</summary>
    /// <param name="key">The key.</param>
    /// <param name="use">Uses the key.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="RefusedException">It cannot be used here and now; the message says why and what to do.</exception>
    Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken);

    /// <summary>Signs with a key, for a caller that verifies whatever it signs: its signatures are not verified here as well.</summary>
    /// <param name="key">The key.</param>
    /// <param name="use">Uses the key, and verifies.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="RefusedException">It cannot be used here and now; the message says why and what to do.</exception>
    Task<T> UseUncheckedAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken) =>
        UseAsync(key, use, cancellationToken);

    /// <summary>Looks whether a key can be used, and signs nothing.</summary>
    /// <exception cref="RefusedException">It cannot be used here and now; the message says why and what to do.</exception>
    Task TryAsync(OrganizationKey key, CancellationToken cancellationToken) => UseAsync(key, _ => true, cancellationToken);
}
