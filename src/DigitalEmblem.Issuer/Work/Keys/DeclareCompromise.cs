using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Declares a key compromised. <see cref="FollowUpCompromises"/> does the rest.</summary>
internal sealed class DeclareCompromise(IssuerStore store, KeyRing ring)
{
    /// <summary>From this moment the key signs nothing.</summary>
    public async Task<KeyCompromise> RunAsync(string actor, Guid keyId, CancellationToken cancellationToken)
    {
        (KeyCompromise started, string identifier) = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellationToken);
                var compromise = KeyCompromise.Start(key, change.Now);
                change.Database.Add(compromise);
                foreach (HeldEndorsement held in await change.Database.Endorsements
                    .Where(e => e.State == EndorsementState.Current && (e.KeyId == keyId || e.SignerKeyId == keyId))
                    .ToListAsync(cancellationToken))
                {
                    held.End();
                }

                change.Journal("key.compromised", key.Identifier, new JsonObject { ["use"] = key.Use.ToString() });
                return (compromise, key.Identifier);
            },
            cancellationToken);
        ring.Forget(KeyIdentifier.Parse(identifier));
        return started;
    }
}
