using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Gives access by an API key. The key is shown once; only its hash is kept.</summary>
internal sealed class GiveAccess(IssuerStore store)
{
    /// <summary>Gives a person access, and makes the person if there is none of this handle.</summary>
    /// <returns>The entry, and the key itself, which cannot be shown again.</returns>
    public Task<(ApiKey Key, string Secret)> RunAsync(
        Actor actor, string handle, AccessRoles roles, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => GiveAsync(
            actor,
            async change => await AddPerson.FindAsync(change, handle, cancellationToken) ?? AddPerson.In(change, handle),
            roles,
            expiresAt,
            cancellationToken);

    /// <summary>Gives a person who is there another key.</summary>
    public Task<(ApiKey Key, string Secret)> ToPersonAsync(
        Actor actor, string handle, AccessRoles roles, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => GiveAsync(
            actor, change => AddPerson.RequireAsync(change, handle, cancellationToken), roles, expiresAt, cancellationToken);

    private async Task<(ApiKey Key, string Secret)> GiveAsync(
        Actor actor,
        Func<Change, Task<Person>> find,
        AccessRoles roles,
        DateTimeOffset? expiresAt,
        CancellationToken cancellationToken)
    {
        string secret = ApiKeySecret.New();
        ApiKey key = await store.ChangeAsync(
            actor,
            async change =>
            {
                Person person = await find(change);
                var made = ApiKey.Create(person, ApiKeySecret.HashOf(secret), roles, expiresAt, change.Now);
                RefuseBoth(
                    person,
                    made,
                    (await change.Database.ApiKeys.Where(k => k.PersonId == person.Id).ToListAsync(cancellationToken))
                        .Where(k => k.IsUsableAt(change.Now)));
                change.Database.Add(made);
                change.Journal(
                    "access.given",
                    person.Handle,
                    made,
                    new JsonObject { ["roles"] = roles.ToString(), ["expires"] = expiresAt?.ToUnixTimeSeconds() });
                return made;
            },
            cancellationToken);
        return (key, secret);
    }

    // One person has the roles of all their keys.
    private static void RefuseBoth(Person person, ApiKey made, IEnumerable<ApiKey> others)
    {
        if (others.FirstOrDefault(o => ApiKey.Contradiction(o.Roles | made.Roles) is not null) is { } other)
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"{person.Handle} has a key with {other.Roles} already. {ApiKey.Contradiction(other.Roles | made.Roles)} "
                    + "Revoke that key first, or give this one to another person.");
        }
    }
}
