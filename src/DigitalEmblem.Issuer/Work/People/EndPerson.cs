using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Ends a person, with all keys, subjects, sessions and ways to sign in.</summary>
internal sealed class EndPerson(IssuerStore store)
{
    /// <summary>Ends it. The next call with any of its keys, subjects or sessions is denied, and the handle is never given again.</summary>
    public Task<Person> RunAsync(Actor actor, string handle, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
            person.End(change.Now);
            List<ApiKey> keys = await change.Database.ApiKeys.Where(k => k.PersonId == person.Id && k.RevokedAt == null)
                .ToListAsync(cancellationToken);
            keys.ForEach(k => k.Revoke(change.Now));
            List<PersonSubject> subjects = await change.Database.Subjects.Where(s => s.PersonId == person.Id)
                .ToListAsync(cancellationToken);
            subjects.ForEach(s => s.End(change.Now));
            List<Credential> ways = await change.Database.Credentials.Where(c => c.PersonId == person.Id && c.RevokedAt == null)
                .ToListAsync(cancellationToken);
            ways.ForEach(c => c.Revoke(change.Now));
            int sessions = await EndSessions.InAsync(change, person, _ => true, cancellationToken);
            await EndInvitation.OfHandleAsync(change, person.Handle, cancellationToken);
            await ApproverWord.EndAsync(change, person.Handle, null, cancellationToken);
            await AdministratorsLeft.RequireAsync(
                change, keys.Aggregate(person.Roles, (all, k) => all | k.Roles), cancellationToken);
            change.JournalPerson("person.ended", person.Handle, person, new()
            {
                ["keys"] = keys.Count,
                ["subjects"] = subjects.Count,
                ["ways"] = ways.Count,
                ["sessions"] = sessions,
            });
            await AccessChange.TellAsync(change, person.Handle, $"ended, with all access", cancellationToken);
            return person;
        },
        cancellationToken);
}
