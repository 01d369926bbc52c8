using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Confirms that a key is compromised, by a second person. This cannot be taken back.</summary>
internal sealed class ConfirmCompromise(IssuerStore store, KeyRing ring)
{
    /// <summary>The key never signs again, and is rolled.</summary>
    public async Task<KeyCompromise> RunAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken)
    {
        (KeyCompromise compromise, string identifier) = await store.ChangeAsync(
            actor,
            async change =>
            {
                KeyCompromise compromise = await change.GetAsync<KeyCompromise>(id, seen, cancellationToken);
                return (compromise, (await ConfirmAsync(change, compromise, actor.Name, cancellationToken)).Identifier);
            },
            cancellationToken);
        ring.Forget(KeyIdentifier.Parse(identifier));
        return compromise;
    }

    /// <summary>Confirms it as a part of a change: by a person, or because its time has come.</summary>
    /// <param name="change">The change.</param>
    /// <param name="compromise">The compromise.</param>
    /// <param name="by">The second person; null if its time has come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The key.</returns>
    public static async Task<OrganizationKey> ConfirmAsync(
        Change change, KeyCompromise compromise, string? by, CancellationToken cancellationToken)
    {
        OrganizationKey key = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
        compromise.Confirm(key, by, change.Now);
        change.Journal("compromise.confirmed", key.Identifier, new JsonObject
        {
            ["by"] = by is null ? "time" : "person",
            ["declaredBy"] = change.Who(compromise.DeclaredBy),
            ["reason"] = compromise.Reason,
        });
        change.Journal("key.compromised", key.Identifier, new JsonObject { ["use"] = key.Use.ToString() });
        await EndedKeys.EndAsync(change, key, cancellationToken);
        return key;
    }
}
