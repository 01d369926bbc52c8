using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Takes access by an API key away.</summary>
internal sealed class RevokeAccess(IssuerStore store)
{
    /// <summary>Revokes it. The next call with it is denied.</summary>
    public Task<ApiKey> RunAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            ApiKey key = await change.GetAsync<ApiKey>(id, seen, cancellationToken);
            bool wasUsable = key.IsUsableAt(change.Now);
            key.Revoke(change.Now);
            await ApproverWord.EndAsync(change, key.Id, cancellationToken);
            await AdministratorsLeft.RequireAsync(change, wasUsable ? key.Roles : AccessRoles.None, cancellationToken);
            change.JournalPerson("access.revoked", key.Person.Handle, key);
            await AccessChange.TellAsync(change, key.Person.Handle, $"lost an API key as {key.Roles}", cancellationToken);
            return key;
        },
        cancellationToken);
}
