using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Private keys by way of the ring, with its faults as refusals of the domain.</summary>
internal sealed class RingKeys(KeyRing ring) : ISigningKeys
{
    /// <inheritdoc/>
    public async Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken)
    {
        // The row may be older than the suspension: what is signed is recorded only if the key is not suspended then.
        key.RequireNotSuspended($"used");
        try
        {
            using SigningKey open = await ring.BorrowAsync(
                key.Custody, key.Reference, KeyIdentifier.Parse(key.Identifier), cancellationToken);
            return use(open);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.NotReady, $"Key {key.Identifier} cannot be used: {Sentence.Of(e)}");
        }
    }
}
