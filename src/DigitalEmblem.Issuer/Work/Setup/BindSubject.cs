using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Binds a subject of the identity provider to a person.</summary>
internal sealed class BindSubject(IssuerStore store)
{
    /// <summary>Binds it to a person who is there.</summary>
    public Task<PersonSubject> RunAsync(
        Actor actor, string handle, string subject, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
            PersonSubject? there = await change.Database.Subjects.SingleOrDefaultAsync(s => s.Subject == subject, cancellationToken);
            return there is null
                ? In(change, person, subject)
                : throw new RefusedException(
                    Refusal.AlreadyThere,
                    $"This subject belongs to {there.Person.Handle}, for ever: one human must not be two people here. "
                        + "If it is the wrong one, end that person, and have the provider make another account.");
        },
        cancellationToken);

    /// <summary>Binds it as a part of a change.</summary>
    public static PersonSubject In(Change change, Person person, string subject)
    {
        var bound = PersonSubject.Bind(person, subject, change.Now);
        change.Database.Add(bound);
        change.Journal("person.bound", person.Handle, bound, new() { ["credential"] = PersonSubject.CredentialOf(subject) });
        return bound;
    }
}
