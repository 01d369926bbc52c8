using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Sets where emblems are published. What stands at a server is removed there before the server is forgotten.</summary>
internal sealed class SetTarget(IssuerStore store, PublishingOptions options)
{
    /// <summary>Adds a zone, with the way in which it takes records. The emblems in force follow.</summary>
    public Task<PublicationTarget> AddAsync(
        Actor actor, TargetKind kind, DomainName zone, string? server, string? tsigKey, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = PublicationTarget.Create(kind, zone, server, tsigKey, ttl, change.Now);
                RequireAllowed(server, tsigKey);
                if (await AtSamePlaceAsync(change, kind, zone, server, null, cancellationToken) is { } leaving)
                {
                    target = leaving;
                    target.Change(server, tsigKey, ttl);
                    target.Return();
                }
                else
                {
                    change.Database.Add(target);
                }

                Journal(change, "target.created", target);
                return target;
            },
            cancellationToken);

    /// <summary>Changes server, key and time to live. At another server than before, the records are removed from the one before.</summary>
    public Task<PublicationTarget> ChangeAsync(
        Actor actor, Guid id, Guid? seen, string? server, string? tsigKey, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = await change.GetAsync<PublicationTarget>(id, seen, cancellationToken);
                bool isSamePlace = target.IsSamePlaceAs(target.Kind, target.Zone, server);
                if (!isSamePlace && target.IsLeaving)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        $"This target of {target.Zone} is given up, and its records are being removed: only its key can change. Add the "
                            + "other server as a target of its own.");
                }

                PublicationTarget old = target.CopyLeaving(change.Now);
                target.Change(server, tsigKey, ttl);
                RequireAllowed(server, tsigKey);
                if (!isSamePlace)
                {
                    await MoveAsync(change, target, old, cancellationToken);
                }
                else if (old.Ttl != ttl && target.Kind == TargetKind.DnsUpdate)
                {
                    IQueryable<Publication> there = change.Database.Publications
                        .Where(p => p.TargetId == id && p.Wanted && p.State == PublicationState.Seen && p.SeenDigest != null);
                    await TellAsync(change, there, cancellationToken, (nameof(Publication.State), PublicationState.Due));
                    await there
                        .ExecuteUpdateAsync(
                            s => s.SetProperty(p => p.State, PublicationState.Due).SetProperty(p => p.NextAttempt, change.Now)
                                .SetProperty(p => p.WantedAt, change.Now).SetProperty(p => p.Version, NewVersion()),
                            cancellationToken);
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
                    p => p.TargetId == id && (p.SeenDigest != null || p.State == PublicationState.Due), cancellationToken);
                List<PublicationTarget> others = await change.Database.Targets.Where(t => t.Id != id && t.LeavingSince == null)
                    .ToListAsync(cancellationToken);
                // Assets may belong to a shorter zone now.
                others.Where(t => t.Holds(target.Zone)).ToList().ForEach(t => t.Adopt());
                // The resolver shows what another target of the zone publishes, so a removal by hand could never be seen.
                bool isSeenElsewhere = target.Kind == TargetKind.ByHand && others.Any(t => t.Zone == target.Zone);
                if (abandon || there == 0 || isSeenElsewhere)
                {
                    await LeavingTargets.EndAsync(change, target, cancellationToken);
                    change.Journal(
                        abandon ? "target.abandoned" : "target.removed",
                        target.Zone.ToString(),
                        new JsonObject { ["server"] = target.Server, ["namesThatMayRemain"] = abandon ? there : 0 });
                    return null;
                }

                target.Leave(change.Now);
                await UnwantAsync(change, id, id, cancellationToken);
                change.Journal(
                    "target.leaving", target.Zone.ToString(), new JsonObject { ["server"] = target.Server, ["names"] = there });
                return target;
            },
            cancellationToken);

    /// <summary>
    /// The target has another server now. What stands at the one before belongs to a target of its own that is given up; and if the new
    /// server was given up before, what may still be there is this target's again.
    /// </summary>
    private static async Task MoveAsync(Change change, PublicationTarget target, PublicationTarget old, CancellationToken cancellationToken)
    {
        PublicationTarget? given = await AtSamePlaceAsync(
            change, target.Kind, target.Zone, target.Server, target.Id, cancellationToken);
        change.Database.Add(old);
        await UnwantAsync(change, target.Id, old.Id, cancellationToken);
        if (given is not null)
        {
            IQueryable<Publication> there = change.Database.Publications.Where(p => p.TargetId == given.Id);
            await TellAsync(change, there, cancellationToken, (nameof(Publication.TargetId), target.Id));
            await there.ExecuteUpdateAsync(
                s => s.SetProperty(p => p.TargetId, target.Id).SetProperty(p => p.Version, NewVersion()), cancellationToken);
            change.Database.Remove(given);
        }

        target.Adopt();
        Journal(change, "target.leaving", old);
    }

    /// <summary>Makes the removal of all publications of one target due, at the same or at another one.</summary>
    private static async Task UnwantAsync(Change change, Guid from, Guid to, CancellationToken cancellationToken)
    {
        IQueryable<Publication> there = change.Database.Publications.Where(p => p.TargetId == from);
        await TellAsync(
            change,
            there,
            cancellationToken,
            (nameof(Publication.TargetId), to),
            (nameof(Publication.Wanted), false),
            (nameof(Publication.State), PublicationState.Due),
            (nameof(Publication.Failure), PublicationFailure.None),
            (nameof(Publication.Foreign), null),
            (nameof(Publication.TakesOver), null));
        await there.ExecuteUpdateAsync(
            s => s.SetProperty(p => p.TargetId, to)
                .SetProperty(p => p.Wanted, false)
                .SetProperty(p => p.State, PublicationState.Due)
                .SetProperty(p => p.WantedAt, change.Now)
                .SetProperty(p => p.NextAttempt, change.Now)
                .SetProperty(p => p.Attempts, 0)
                .SetProperty(p => p.Failure, PublicationFailure.None)
                .SetProperty(p => p.Foreign, (string?)null)
                .SetProperty(p => p.TakesOver, (string?)null)
                .SetProperty(p => p.NextLook, (DateTimeOffset?)null)
                .SetProperty(p => p.Lease, Lease.None)
                .SetProperty(p => p.Version, NewVersion()),
            cancellationToken);
    }

    /// <summary>Tells what a statement changes in publications. There may be a hundred thousand, so they are not loaded.</summary>
    private static async Task TellAsync(
        Change change, IQueryable<Publication> rows, CancellationToken cancellationToken, params (string Member, object? Value)[] members)
    {
        foreach (Guid id in await rows.Select(p => p.Id).ToListAsync(cancellationToken))
        {
            foreach ((string member, object? value) in members)
            {
                change.Tell<Publication>(id, member, value);
            }
        }
    }

    /// <summary>The target that is given up at this place; null if none is there.</summary>
    /// <exception cref="RefusedException">One in use is there.</exception>
    private static async Task<PublicationTarget?> AtSamePlaceAsync(
        Change change, TargetKind kind, DomainName zone, string? server, Guid? except, CancellationToken cancellationToken)
    {
        PublicationTarget[] there = [.. (await change.Database.Targets.Where(t => t.Zone == zone && t.Id != except)
            .ToListAsync(cancellationToken)).Where(t => t.IsSamePlaceAs(kind, zone, server))];
        return there.Any(t => !t.IsLeaving)
            ? throw new RefusedException(
                Refusal.AlreadyThere,
                kind == TargetKind.ByHand
                    ? $"The records of {zone} are put in by hand already: one such target a zone is enough."
                    : $"There is a target for {zone} at {server} already: change that one.")
            : there.FirstOrDefault();
    }

    private static Guid NewVersion() => new(RandomNumberGenerator.GetBytes(16));

    private void RequireAllowed(string? server, string? key)
    {
        if (key is not null && !options.TsigKeys.ContainsKey(key))
        {
            throw new RefusedException(
                Refusal.Malformed,
                "The service's settings name no TSIG key of this name. Put its file there (Publishing:TsigKeys:NAME) and "
                    + "start the service again.");
        }

        if (server is not null)
        {
            AllowedServers.Require(IPEndPoint.Parse(server), key, options);
        }
    }

    private static void Journal(Change change, string action, PublicationTarget target) => change.Journal(
        action, target.Zone.ToString(),
            new JsonObject
            {
                ["kind"] = target.Kind.ToString(),
                ["server"] = target.Server,
                ["tsigKey"] = target.TsigKey,
                ["ttlSeconds"] = target.Ttl,
            });
}
