using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes note of a root key that lives on another machine.</summary>
internal sealed class RegisterOfflineKey(IssuerStore store)
{
    /// <summary>Takes note of its public key.</summary>
    public Task<OrganizationKey> RunAsync(Actor actor, VerificationKey publicKey, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                await change.OrganizationAsync(cancellationToken);
                return NewKey.Add(change, KeyUse.Root, publicKey, KeyCustody.Offline, publicKey.CoseIdentifier.ToString());
            },
            cancellationToken);
}
