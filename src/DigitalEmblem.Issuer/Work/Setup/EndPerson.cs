using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Ends a person, with all keys and subjects.</summary>
internal sealed class EndPerson(IssuerStore store)
{
    /// <summary>Ends it. The next call with any of its keys or subjects is denied, and the handle is never given again.</summary>
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
            change.Journal("person.ended", person.Handle, person, new() { ["keys"] = keys.Count, ["subjects"] = subjects.Count });
            return person;
        },
        cancellationToken);
}
