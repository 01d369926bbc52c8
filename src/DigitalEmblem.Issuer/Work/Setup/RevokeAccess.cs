using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Takes access by an API key away.</summary>
internal sealed class RevokeAccess(IssuerStore store)
{
    /// <summary>Revokes it. The next call with it is denied.</summary>
    public Task<ApiKey> RunAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            ApiKey key = await change.GetAsync<ApiKey>(id, seen, cancellationToken);
            key.Revoke(change.Now);
            change.Journal("access.revoked", key.Person.Handle, key);
            return key;
        },
        cancellationToken);
}
