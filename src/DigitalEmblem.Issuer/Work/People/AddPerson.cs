using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Makes a person.</summary>
internal sealed class AddPerson(IssuerStore store)
{
    /// <summary>Makes one, without any access yet.</summary>
    public Task<Person> RunAsync(
        Actor actor, string handle, string? displayName, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change => await FindAsync(change, handle, cancellationToken) is { } there
            ? throw new RefusedException(
                Refusal.AlreadyThere,
                there.EndedAt is { } ended
                    ? Sentence.Of(
                        $"There is a person {there.Handle} already, who ended at {ended:u}, and a handle is never given again: "
                            + $"choose another.")
                    : Sentence.Of(
                        $"There is a person {there.Handle} already, and a handle is never given again: choose another."))
            : In(change, handle, displayName),
        cancellationToken);

    /// <summary>Makes one as a part of a change.</summary>
    public static Person In(Change change, string handle, string? displayName = null)
    {
        var person = Person.Create(handle, change.Now);
        person.Call(displayName);
        change.Database.Add(person);
        change.JournalPerson("person.added", person.Handle, person);
        return person;
    }

    /// <summary>The person of a handle; null if there is none.</summary>
    public static Task<Person?> FindAsync(Change change, string handle, CancellationToken cancellationToken)
    {
        string canonical = Person.Canonical(handle);
        return change.Database.Persons.SingleOrDefaultAsync(p => p.Handle == canonical, cancellationToken);
    }

    /// <summary>The person of a handle; refuses if there is none.</summary>
    public static async Task<Person> RequireAsync(Change change, string handle, CancellationToken cancellationToken) =>
        await FindAsync(change, handle, cancellationToken)
        ?? throw new RefusedException(
            Refusal.NotFound, $"There is no person {Person.Canonical(handle)}: make the person first.");
}
