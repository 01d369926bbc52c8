using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Declares a key compromised. <see cref="FollowUpCompromises"/> does the rest.</summary>
internal sealed class DeclareCompromise(IssuerStore store, KeyRing ring)
{
    /// <summary>From this moment the key signs nothing.</summary>
    public async Task<KeyCompromise> RunAsync(Actor actor, Guid keyId, CancellationToken cancellationToken)
    {
        (KeyCompromise started, string identifier) = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellationToken);
                var compromise = KeyCompromise.Start(key, change.Now);
                change.Database.Add(compromise);
                change.Journal("key.compromised", key.Identifier, new JsonObject { ["use"] = key.Use.ToString() });
                await EndedKeys.EndAsync(change, key, cancellationToken);
                return (compromise, key.Identifier);
            },
            cancellationToken);
        ring.Forget(KeyIdentifier.Parse(identifier));
        return started;
    }
}
