using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Suspends a key at once. One person can do it alone, because it can be undone.</summary>
internal sealed class SuspendKey(IssuerStore store, KeyRing ring, NoticeWriter notices)
{
    /// <summary>From this moment nothing that the key signs is recorded, by any instance.</summary>
    public async Task<(OrganizationKey Key, SuspensionEffect Effect)> RunAsync(
        Actor actor, Guid keyId, Guid? seen, string reason, CancellationToken cancellationToken)
    {
        (OrganizationKey key, SuspensionEffect effect) = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellationToken);
                SuspensionEffect effect = await SuspendAsync(change, key, reason, cancellationToken);
                await notices.AddAsync(change, cancellationToken);
                return (key, effect);
            },
            cancellationToken);
        ring.Interrupt(KeyIdentifier.Parse(key.Identifier));
        Meters.AlertsRaised.Add(1, Meters.Of(AlertKind.KeySuspended));
        return (key, effect);
    }

    /// <summary>Suspends it as a part of a change, and raises the alert. The caller interrupts those who sign with it afterwards.</summary>
    public static async Task<SuspensionEffect> SuspendAsync(
        Change change, OrganizationKey key, string reason, CancellationToken cancellationToken)
    {
        key.Suspend(change.Actor.Name, reason, change.Now);
        SuspensionEffect effect = await SuspensionEffect.OfAsync(change.Database, key, change.Now, cancellationToken);
        change.Journal("key.suspended", key.Identifier, new JsonObject
        {
            ["use"] = key.Use.ToString(),
            ["reason"] = reason,
            ["inForce"] = effect.InForce,
            ["firstEnds"] = effect.FirstEnds?.ToUnixTimeSeconds(),
        });
        await AlertBook.RaiseAsync(change, KeyAlerts.OfSuspended(key, effect, change.Now), cancellationToken);
        return effect;
    }
}
