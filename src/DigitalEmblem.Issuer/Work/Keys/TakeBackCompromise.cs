using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes back the declaration that a key is compromised, before it is confirmed.</summary>
internal sealed class TakeBackCompromise(IssuerStore store)
{
    /// <summary>The key stays suspended until it is resumed.</summary>
    public Task<KeyCompromise> RunAsync(Actor actor, Guid id, Guid? seen, string reason, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                KeyCompromise compromise = await change.GetAsync<KeyCompromise>(id, seen, cancellationToken);
                OrganizationKey key = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
                compromise.TakeBack(change.Now);
                change.Journal("compromise.takenBack", key.Identifier, new JsonObject
                {
                    ["reason"] = reason,
                    ["declaredBy"] = change.Who(compromise.DeclaredBy),
                });
                await AlertBook.ClearAsync(change, AlertKind.CompromiseDeclared, key.Identifier, cancellationToken);
                return compromise;
            },
            cancellationToken);
}
