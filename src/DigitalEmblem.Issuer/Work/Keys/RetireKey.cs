using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Retires a key in good order.</summary>
internal sealed class RetireKey(IssuerStore store, KeyRing ring)
{
    /// <summary>Retires it. A root key can be retired only if nothing in use depends on it.</summary>
    public async Task<OrganizationKey> RunAsync(Actor actor, Guid keyId, Guid? seen, CancellationToken cancellationToken)
    {
        OrganizationKey retired = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellationToken);
                key.RequireNotSuspended($"retired");
                bool used = await change.Database.Endorsements.AnyAsync(
                    e => e.State == EndorsementState.Current && e.SignerKeyId == keyId, cancellationToken)
                    || (key is { Use: KeyUse.Emblem, State: KeyState.Active }
                        && (await change.Database.Assets.AnyAsync(a => a.State == AssetState.Marked, cancellationToken)
                            || await change.Database.Data.AnyAsync(a => a.State == AssetState.Marked, cancellationToken)));
                if (used)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        $"Emblems that are in force rest on key {key.Identifier}: roll it (a new key, endorsed), and retire it then.");
                }

                await EndedKeys.RetireAsync(change, key, null, cancellationToken);
                return key;
            },
            cancellationToken);
        ring.Forget(KeyIdentifier.Parse(retired.Identifier));
        return retired;
    }
}
