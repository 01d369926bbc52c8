using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Suspends a key at once. One person can do it alone, because it can be undone.</summary>
internal sealed class SuspendKey(IssuerStore store, KeyRing ring, NoticeWriter notices, TimeProvider clock)
{
    /// <summary>From this moment nothing that the key signs is recorded, by any instance.</summary>
    public async Task<(OrganizationKey Key, SuspensionEffect Effect)> RunAsync(
        Actor actor, Guid keyId, Guid? seen, string reason, CancellationToken cancellationToken)
    {
        SuspensionEffect effect = await SuspensionEffect.BeforeAsync(store, keyId, clock.GetUtcNow(), cancellationToken);
        OrganizationKey key = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellationToken);
                await SuspendAsync(change, key, effect, reason, cancellationToken);
                await notices.AddAsync(change, cancellationToken);
                return key;
            },
            cancellationToken);
        ring.Interrupt(KeyIdentifier.Parse(key.Identifier));
        Meters.AlertsRaised.Add(1, Meters.Of(AlertKind.KeySuspended));
        return (key, effect);
    }

    /// <summary>Suspends it as a part of a change, and raises the alert. The caller interrupts those who sign with it afterwards.</summary>
    public static Task SuspendAsync(
        Change change, OrganizationKey key, SuspensionEffect effect, string reason, CancellationToken cancellationToken)
    {
        key.Suspend(change.Actor.Name, reason, change.Now);
        change.Journal("key.suspended", key.Identifier, new JsonObject
        {
            ["use"] = key.Use.ToString(),
            ["reason"] = reason,
            ["inForce"] = effect.InForce,
            ["firstEnds"] = effect.FirstEnds?.ToUnixTimeSeconds(),
        });
        return AlertBook.RaiseAsync(change, KeyAlerts.OfSuspended(key, effect, change.Now), cancellationToken);
    }
}
