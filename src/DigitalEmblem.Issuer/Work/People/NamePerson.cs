using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Gives a person another display name.</summary>
internal sealed class NamePerson(IssuerStore store)
{
    /// <summary>Gives it; null for none. The journal says that it changed, and not the name.</summary>
    public Task<Person> RunAsync(Actor actor, string handle, string? displayName, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
            person.RequireOpen();
            person.Call(displayName);
            change.JournalPerson("person.named", person.Handle, person);
            return person;
        },
        cancellationToken);
}
