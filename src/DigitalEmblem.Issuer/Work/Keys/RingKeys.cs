using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Private keys by way of the ring, with its faults as refusals of the domain.</summary>
internal sealed class RingKeys(KeyRing ring) : ISigningKeys
{
    /// <inheritdoc/>
    public Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken) =>
        UseAsync(key, use, verifies: true, cancellationToken);

    /// <inheritdoc/>
    public Task<T> UseUncheckedAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken) =>
        UseAsync(key, use, verifies: false, cancellationToken);

    private async Task<T> UseAsync<T>(
        OrganizationKey key, Func<SigningKey, T> use, bool verifies, CancellationToken cancellationToken)
    {
        // The row may be older than the suspension: what is signed is recorded only if the key is not suspended then.
        key.RequireNotSuspended($"used");
        try
        {
            using SigningKey open = await ring.BorrowAsync(
                key.Custody, key.Reference, KeyIdentifier.Parse(key.Identifier), cancellationToken, verifies);
            return use(open);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.NotReady, $"Key {key.Identifier} cannot be used: {Sentence.Of(e)}");
        }
    }
}
