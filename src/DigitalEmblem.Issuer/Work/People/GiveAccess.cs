using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Gives access by an API key. The key is shown once; only its hash is kept.</summary>
internal sealed class GiveAccess(IssuerStore store)
{
    /// <summary>Gives a person access, and makes the person if there is none of this handle.</summary>
    /// <returns>
    /// The entry, and the key itself, which cannot be shown again. It waits for an approver (<see cref="ApiKey.IsProposed"/>) if it opens
    /// access to approve.
    /// </returns>
    public Task<(ApiKey Key, string Secret)> RunAsync(
        Actor actor, string handle, AccessRoles roles, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        RunAsync(actor, handle, roles, expiresAt, null, cancellationToken);

    /// <summary>The same, bound to zones; null for none.</summary>
    public Task<(ApiKey Key, string Secret)> RunAsync(
        Actor actor, string handle, AccessRoles roles, DateTimeOffset? expiresAt, KeyZones? zones,
        CancellationToken cancellationToken) => GiveAsync(
            actor,
            async change => await AddPerson.FindAsync(change, handle, cancellationToken) ?? AddPerson.In(change, handle),
            roles,
            expiresAt,
            zones,
            cancellationToken);

    /// <summary>Gives a person who is there another key.</summary>
    public Task<(ApiKey Key, string Secret)> ToPersonAsync(
        Actor actor, string handle, AccessRoles roles, DateTimeOffset? expiresAt, KeyZones? zones,
        CancellationToken cancellationToken) => GiveAsync(
            actor, change => AddPerson.RequireAsync(change, handle, cancellationToken), roles, expiresAt, zones, cancellationToken);

    private async Task<(ApiKey Key, string Secret)> GiveAsync(
        Actor actor,
        Func<Change, Task<Person>> find,
        AccessRoles roles,
        DateTimeOffset? expiresAt,
        KeyZones? zones,
        CancellationToken cancellationToken)
    {
        string secret = ApiKeySecret.New();
        ApiKey key = await store.ChangeAsync(
            actor,
            async change =>
            {
                Person person = await find(change);
                AccessRoles others = await PersonRoles.OfKeysAsync(change.Database, person, change.Now, cancellationToken);
                bool isProposed = await ApproverWord.IsNeededAsync(change, roles, cancellationToken);
                var made = ApiKey.Create(person, ApiKeySecret.HashOf(secret), roles, expiresAt, isProposed, change.Now, zones);
                RefuseBoth(person, roles, others);
                change.Database.Add(made);
                change.JournalPerson(
                    "access.given",
                    person.Handle,
                    made,
                    new JsonObject
                    {
                        ["roles"] = roles.ToString(),
                        ["expires"] = expiresAt?.ToUnixTimeSeconds(),
                        ["zones"] = zones?.ToString(),
                    });
                if (isProposed)
                {
                    ApproverWord.Ask(change, ProposalKind.ApiKey, person.Handle, made.Id, roles);
                }
                else if (roles.HasFlag(AccessRoles.Approver))
                {
                    person.GiveApproving(change.Now);
                }

                await AccessChange.TellAsync(
                    change,
                    person.Handle,
                    ApproverWord.Waiting(Sentence.Of($"got an API key as {roles}"), isProposed),
                    cancellationToken);
                return made;
            },
            cancellationToken);
        return (key, secret);
    }

    // One person has the roles of all their keys and sessions.
    private static void RefuseBoth(Person person, AccessRoles made, AccessRoles ofKeys)
    {
        AccessRoles others = ofKeys | person.Roles;
        if (ApiKey.Contradiction(others | made) is { } fault)
        {
            throw new RefusedException(
                Refusal.Malformed,
                ofKeys == AccessRoles.None
                    ? Sentence.Of(
                        $"{person.Handle} has access with {others} already. {fault} Take that away first, or give this one to another "
                            + $"person.")
                    : Sentence.Of(
                        $"{person.Handle} has a key with {others} already. {fault} Take that away first, or give this one to another "
                            + $"person."));
        }
    }
}
