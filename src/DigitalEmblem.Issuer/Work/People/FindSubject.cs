using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Finds the person for whom the identity provider vouches.</summary>
internal sealed class FindSubject(IssuerStore store)
{
    /// <summary>The person of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="make">Whether a person is made for a subject that is bound to none, if it is a handle that is free.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">It is bound to no person who may call, with what to do about it.</exception>
    public async Task<Person> RunAsync(string subject, bool make, CancellationToken cancellationToken) =>
        (await BoundAsync(subject, make, cancellationToken)).Person;

    /// <summary>The same, with how it is bound.</summary>
    public async Task<PersonSubject> BoundAsync(string subject, bool make, CancellationToken cancellationToken)
    {
        PersonSubject? bound = await store.ReadAsync(d => d.Subjects.SingleOrDefaultAsync(s => s.Subject == subject, cancellationToken));
        if (bound is null)
        {
            return make && Person.IsHandle(subject)
                ? await MakeAsync(subject, cancellationToken)
                : throw Unbound(
                    subject,
                    make
                        ? Sentence.Of($"it can be no handle, so no person is made for it")
                        : Sentence.Of($"it is bound to no person here"));
        }

        return bound is { EndedAt: null, Person.EndedAt: null }
            ? bound
            : throw new RefusedException(Refusal.WrongState, $"{bound.Person.Handle} ended, so a token for this subject opens nothing.");
    }

    /// <summary>Refuses if the roles of a token contradict those of the person's keys and sessions: one person has them all.</summary>
    public async Task RequireTogetherAsync(Person person, AccessRoles roles, DateTimeOffset at, CancellationToken cancellationToken)
    {
        AccessRoles here = person.Roles | await store.ReadAsync(d => PersonRoles.OfKeysAsync(d, person, at, cancellationToken));
        RequireTogether(person.Handle, roles, here);
    }

    /// <summary>The same of roles that were looked up.</summary>
    /// <param name="handle">The person.</param>
    /// <param name="roles">The roles that the provider gives.</param>
    /// <param name="here">Those of keys and sessions.</param>
    public static void RequireTogether(string handle, AccessRoles roles, AccessRoles here)
    {
        if (ApiKey.Contradiction(roles | here) is { } contradiction)
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"The provider gives the roles {roles}, and {handle} has {here} here, by API keys or sessions. {contradiction} Take "
                    + $"those away, or have the provider give other roles.");
        }
    }

    private Task<PersonSubject> MakeAsync(string subject, CancellationToken cancellationToken) => store.ChangeAsync(
        new Actor(Instance.Actor.Name, PersonSubject.CredentialOf(subject)),
        async change =>
        {
            // Another call may have made it meanwhile.
            if (await change.Database.Subjects.SingleOrDefaultAsync(s => s.Subject == subject, cancellationToken) is { } bound)
            {
                return bound;
            }

            if (await AddPerson.FindAsync(change, subject, cancellationToken) is not null)
            {
                throw Unbound(subject, $"there is a person of this handle already, who may be another one");
            }

            Person person = AddPerson.In(change, subject);
            return await BindSubject.InAsync(change, person, subject, cancellationToken);
        },
        cancellationToken);

    private static RefusedException Unbound(string subject, Sentence why) => new(
        Refusal.NotFound,
        $"The identity provider vouches for the subject '{Printable.Text(subject)}', and {why}. An administrator binds it to a person "
            + $"(page People, or 'issuer access bind HANDLE SUBJECT').");
}
