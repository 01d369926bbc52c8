using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Declares a key compromised. One person can do it, because it only suspends the key; <see cref="ConfirmCompromise"/> or the time in the
/// settings does what cannot be undone, and <see cref="FollowUpCompromises"/> the rest.
/// </summary>
internal sealed class DeclareCompromise(
    IssuerStore store, KeyRing ring, CompromiseOptions options, NoticeWriter notices, TimeProvider clock)
{
    /// <summary>From this moment the key signs nothing, and people are told.</summary>
    public async Task<KeyCompromise> RunAsync(
        Actor actor, Guid keyId, Guid? seen, string reason, CancellationToken cancellationToken)
    {
        SuspensionEffect effect = await SuspensionEffect.BeforeAsync(store, keyId, clock.GetUtcNow(), cancellationToken);
        (KeyCompromise declared, string identifier) = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellationToken);
                if (await change.Database.Compromises.FirstOrDefaultAsync(
                    c => c.KeyId == keyId && c.Step == CompromiseStep.Declared, cancellationToken) is { } before)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        $"Key {key.Identifier} was declared compromised at {before.StartedAt:u} already: a second person confirms it.");
                }

                var compromise = KeyCompromise.Declare(key, actor.Name, reason, options.ConfirmAfter, change.Now);
                change.Database.Add(compromise);
                change.Journal("compromise.declared", key.Identifier, new JsonObject
                {
                    ["use"] = key.Use.ToString(),
                    ["reason"] = reason,
                    ["goesOnAt"] = compromise.GoesOnAt.ToUnixTimeSeconds(),
                });
                if (key is { IsAlive: true, SuspendedAt: null })
                {
                    await SuspendKey.SuspendAsync(change, key, effect, reason, cancellationToken);
                }

                await AlertBook.RaiseAsync(change, KeyAlerts.OfCompromise(compromise, key), cancellationToken);
                await notices.AddAsync(change, cancellationToken);
                return (compromise, key.Identifier);
            },
            cancellationToken);
        ring.Interrupt(KeyIdentifier.Parse(identifier));
        Meters.AlertsRaised.Add(1, Meters.Of(AlertKind.CompromiseDeclared));
        return declared;
    }
}
