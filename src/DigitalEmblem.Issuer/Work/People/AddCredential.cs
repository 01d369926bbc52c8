using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Adds a way to sign in. Only its person does this, with a fresh step-up; others invite the person anew.</summary>
internal sealed class AddCredential(IssuerStore store)
{
    /// <summary>Adds it to the actor.</summary>
    public Task<Credential> RunAsync(Actor actor, NewCredential way, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, actor.Name, cancellationToken);
            person.RequireOpen();
            Credential added = In(change, person, way);
            await AccessChange.TellAsync(change, person.Handle, $"added a way to sign in", cancellationToken);
            return added;
        },
        cancellationToken);

    /// <summary>Adds it as a part of a change.</summary>
    public static Credential In(Change change, Person person, NewCredential way)
    {
        Credential credential = way.Of(person, change.Now);
        change.Database.Add(credential);
        change.JournalPerson("credential.added", person.Handle, credential, new JsonObject { ["kind"] = credential.Kind.ToString() });
        return credential;
    }
}
