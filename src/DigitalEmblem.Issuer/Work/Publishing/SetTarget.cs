using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Sets where emblems are published. What stands at a server is removed there before the server is forgotten.</summary>
internal sealed class SetTarget(IssuerStore store, PublishingOptions options)
{
    /// <summary>Adds a zone, with the way in which it takes records. The emblems in force follow.</summary>
    public Task<PublicationTarget> AddAsync(
        Actor actor, TargetKind kind, DomainName zone, string? server, string? access, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = PublicationTarget.Create(kind, zone, server, access, ttl, change.Now);
                AllowedServers.Require(target, options);
                if (await AtSamePlaceAsync(change, kind, zone, server, access, null, cancellationToken) is { } leaving)
                {
                    target = leaving;
                    target.Return(kind);
                    target.Change(server, access, ttl);
                }
                else
                {
                    change.Database.Add(target);
                }

                Journal(change, "target.created", target);
                return target;
            },
            cancellationToken);

    /// <summary>Changes server, access and time to live. At another place, the records are removed from the one before.</summary>
    public Task<PublicationTarget> ChangeAsync(
        Actor actor, Guid id, Guid? seen, string? server, string? access, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = await change.GetAsync<PublicationTarget>(id, seen, cancellationToken);
                bool isSamePlace = target.IsSamePlaceAs(target.Kind, target.Zone, server, access);
                if (!isSamePlace && target.IsLeaving)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        $"This target of {target.Zone} is given up, and its records are being removed: only its key can change. Add the "
                            + $"other server as a target of its own.");
                }

                int before = target.Ttl;
                PublicationTarget? given = server == target.Server && access == target.Access
                    ? null
                    : await AtSamePlaceAsync(change, target.Kind, target.Zone, server, access, target.Id, cancellationToken);
                if (!isSamePlace)
                {
                    await MoveAsync(change, target, given, cancellationToken);
                }
                else if (given is not null)
                {
                    throw StillLeaving(given);
                }

                target.Change(server, access, ttl);
                AllowedServers.Require(target, options);
                if (ttl != before && !target.IsLeaving)
                {
                    // What stands there is published again with the other time to live.
                    target.Adopt();
                }

                Journal(change, "target.changed", target);
                return target;
            },
            cancellationToken);

    /// <summary>Gives a target up: its records are removed first.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">The target.</param>
    /// <param name="seen">The version that the caller saw; null for any.</param>
    /// <param name="abandon">Whether it ends at once, because the server is gone. Records of ours may still be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The target while its records are being removed; null if it is gone.</returns>
    public Task<PublicationTarget?> RemoveAsync(
        Actor actor, Guid id, Guid? seen, bool abandon, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = await change.GetAsync<PublicationTarget>(id, seen, cancellationToken);
                int there = await change.Database.Publications.CountAsync(
                    p => p.Place == target.Place && (p.SeenDigest != null || p.State == PublicationState.Due), cancellationToken);
                List<PublicationTarget> others = await change.Database.Targets.Where(t => t.Id != id && t.LeavingSince == null)
                    .ToListAsync(cancellationToken);
                // Assets may belong to a shorter zone now.
                others.Where(t => t.Holds(target.Zone)).ToList().ForEach(t => t.Adopt());
                // The resolver shows what another target of the zone publishes, so a removal by hand could never be seen.
                bool isSeenElsewhere = target.Kind == TargetKind.ByHand && others.Any(t => t.Zone == target.Zone);
                if (abandon || there == 0 || isSeenElsewhere)
                {
                    target.End(change.Now);
                    (_, bool hasEnded) = await LeavingTargets.EndAsync(change, target, cancellationToken);
                    change.Journal(
                        abandon ? "target.abandoned" : "target.removed",
                        target.Zone.ToString(),
                        new JsonObject { ["server"] = target.Server, ["namesThatMayRemain"] = abandon ? there : 0 });
                    return hasEnded ? null : target;
                }

                target.Leave(change.Now);
                await LeavingTargets.TakeEmblemsAsync(change, target, cancellationToken);
                change.Journal(
                    "target.leaving", target.Zone.ToString(), new JsonObject { ["server"] = target.Server, ["names"] = there });
                return target;
            },
            cancellationToken);

    /// <summary>
    /// The target gets another server. What stands at the one before belongs to a target of its own that is given up; and if the new server
    /// was given up before, what may still be there is this target's again.
    /// </summary>
    private static async Task MoveAsync(
        Change change, PublicationTarget target, PublicationTarget? given, CancellationToken cancellationToken)
    {
        if (given is not null)
        {
            change.Database.Remove(given);
        }

        PublicationTarget left = target.Move(given?.Place, change.Now);
        change.Database.Add(left);
        await LeavingTargets.TakeEmblemsAsync(change, left, cancellationToken);
        Journal(change, "target.leaving", left);
    }

    /// <summary>The target that is given up at this place; null if none is there.</summary>
    /// <exception cref="RefusedException">One in use is there.</exception>
    private static async Task<PublicationTarget?> AtSamePlaceAsync(
        Change change,
        TargetKind kind,
        DomainName zone,
        string? server,
        string? access,
        Guid? except,
        CancellationToken cancellationToken)
    {
        PublicationTarget[] there = [.. (await change.Database.Targets.Where(t => t.Zone == zone && t.Id != except)
            .ToListAsync(cancellationToken)).Where(t => t.IsSamePlaceAs(kind, zone, server, access))];
        return there.FirstOrDefault(t => !t.IsLeaving) is { } inUse
            ? throw new RefusedException(
                Refusal.AlreadyThere,
                kind == TargetKind.ByHand
                    ? Sentence.Of($"The records of {zone} are put in by hand already: one such target a zone is enough.")
                    : Sentence.Of($"There is a target for {zone} at the same place already ({inUse.Server}): change that one."))
            : there.Length > 1 ? throw StillLeaving(there[0])
            : there.FirstOrDefault();
    }

    private static RefusedException StillLeaving(PublicationTarget given) => new(
        Refusal.WrongState,
        $"A target of {given.Zone} that was given up ({given.Server}) leads to the same place, and its records are still being removed. "
            + $"Wait until it is gone from the list, or end it at once.");

    private static void Journal(Change change, string action, PublicationTarget target) => change.Journal(
        action, target.Zone.ToString(),
            new JsonObject
            {
                ["kind"] = target.Kind.ToString(),
                ["server"] = target.Server,
                ["access"] = target.Access,
                ["ttlSeconds"] = target.Ttl,
            });
}
