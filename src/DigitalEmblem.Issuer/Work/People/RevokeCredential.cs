using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Takes a way to sign in away, with the sessions that began by it.</summary>
internal sealed class RevokeCredential(IssuerStore store)
{
    /// <summary>Takes one of the actor's away; the last one stays, because the person could not come back.</summary>
    public Task<Credential> OwnAsync(Actor actor, Guid id, CancellationToken cancellationToken) => RevokeAsync(
        actor,
        id,
        async (change, credential) =>
        {
            if (!FourEyes.SamePerson(credential.Person.Handle, actor.Name))
            {
                throw new RefusedException(Refusal.NotFound, $"There is no Credential {id}.");
            }

            if (!await change.Database.Credentials.AnyAsync(
                c => c.PersonId == credential.PersonId && c.RevokedAt == null && c.Id != id, cancellationToken))
            {
                throw new RefusedException(
                    Refusal.WrongState,
                    $"This is your last way to sign in, and without it you could not come back: add another one first.");
            }
        },
        cancellationToken);

    /// <summary>Takes one of any person away, also the last: an administrator invites the person anew.</summary>
    public Task<Credential> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        RevokeAsync(actor, id, (_, _) => Task.CompletedTask, cancellationToken);

    private Task<Credential> RevokeAsync(
        Actor actor, Guid id, Func<Change, Credential, Task> require, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                Credential credential = await change.GetAsync<Credential>(id, null, cancellationToken);
                await require(change, credential);
                credential.Revoke(change.Now);
                await EndSessions.InAsync(change, credential.Person, s => s.CredentialId == id, cancellationToken);
                await AdministratorsLeft.RequireAsync(change, credential.Person.Roles, cancellationToken);
                change.JournalPerson("credential.revoked", credential.Person.Handle, credential);
                await AccessChange.TellAsync(
                    change, credential.Person.Handle, $"lost a way to sign in, and the sessions that began by it", cancellationToken);
                return credential;
            },
            cancellationToken);
}
