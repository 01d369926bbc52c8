using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Gives access by an API key. The key is shown once; only its hash is kept.</summary>
internal sealed class GiveAccess(IssuerStore store)
{
    /// <summary>Gives access.</summary>
    /// <returns>The entry, and the key itself, which cannot be shown again.</returns>
    public async Task<(ApiKey Key, string Secret)> RunAsync(
        Actor actor, string name, AccessRoles roles, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        string secret = ApiKeySecret.New();
        ApiKey key = await store.ChangeAsync(
            actor,
            change =>
            {
                var made = ApiKey.Create(name, ApiKeySecret.HashOf(secret), roles, expiresAt, change.Now);
                change.Database.Add(made);
                change.Journal(
                    "access.given",
                    name,
                    new JsonObject { ["id"] = made.Id, ["roles"] = roles.ToString(), ["expires"] = expiresAt?.ToUnixTimeSeconds() });
                return Task.FromResult(made);
            },
            cancellationToken);
        return (key, secret);
    }
}
