using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Brings the DNS into the state that the database says: takes names that no other instance works on, replaces or removes what stands there, reads it back, and notes what was seen. Everything here can be done twice: who comes after one who died
/// looks first.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="options">How it is published.</param>
/// <param name="issuing">How long a lease is.</param>
/// <param name="resolver">What is asked about zones that are published by hand.</param>
/// <param name="instance">This instance.</param>
/// <param name="clock">The clock.</param>
/// <param name="around">What else looks at each zone; null in the service.</param>
internal sealed class PublishSets(
    IssuerStore store, PublishingOptions options, IssuingOptions issuing, Resolver resolver, Instance instance, TimeProvider clock, Func<IZone, IZone>? around = null)
{
    // So many names in a row without an answer, and the server is taken to be away.
    private const int AwayAfter = 3;

    // No pause and no lease is longer: what says so was written by a clock that went wrong.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10), LongestLease = TimeSpan.FromMinutes(65);

    private readonly TargetPauses _pauses = new(clock);

    /// <summary>Brings about what is due, one batch.</summary>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public async Task<int> PublishDueAsync(CancellationToken cancellation)
    {
        List<Publication> taken = await TakeAsync(cancellation);
        if (taken.Count == 0)
        {
            return 0;
        }

        long start = clock.GetTimestamp();
        using Activity? trace = Meters.Traces.StartActivity("publication")?.AddTag("names", taken.Count);
        (Dictionary<Guid, Asset> assets, Dictionary<Guid, PublicationTarget> targets, PublishedSets sets) = await LoadAsync(taken, cancellation);
        var results = new Result?[taken.Count];
        var silence = new Silence();
        // What is not reached before the lease runs out is left to whoever takes it next: two that work on one name would undo each other's notes for ever.
        using var inTime = new CancellationTokenSource(issuing.Lease * 0.8, clock);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellation);
        await using (var zones = new Zones(options, resolver, clock, around))
        {
            await Parallel.ForAsync(0, taken.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency }, async (i, _) =>
            {
                Publication publication = taken[i];
                if (!assets.TryGetValue(publication.AssetId, out Asset? asset) || !targets.TryGetValue(publication.TargetId, out PublicationTarget? target))
                {
                    results[i] = new Result(publication, null, "The target that it was published to is not there any more: name the zone's server anew.");
                    return;
                }

                try
                {
                    until.Token.ThrowIfCancellationRequested();
                    IReadOnlyList<ReadOnlyMemory<byte>> records = publication.Wanted ? sets.Of(asset) : [];
                    ZoneOutcome outcome = silence.Of(target.Id) ?? await zones.Of(target).BringAboutAsync(asset.Name, records, lookFirst: publication.Attempts > 0 || publication.LeasedBy is not null, until.Token);
                    silence.Note(target.Id, outcome);
                    results[i] = new Result(publication, PublishedSets.Digest(records), outcome.Fault);
                }
                catch (RefusedException e)
                {
                    results[i] = new Result(publication, null, e.Message);
                }
                catch (OperationCanceledException) when (until.IsCancellationRequested)
                {
                    // Its lease goes on, and then it is looked at first.
                }
            });
        }

        foreach (Guid target in targets.Keys)
        {
            if (silence.Of(target) is not null)
            {
                _pauses.Away(target);
            }
            else if (silence.HasAnswered(target))
            {
                _pauses.Back(target);
            }
        }

        // What was seen is noted also when the service is being stopped.
        (int published, int removed, int failed) = await NoteAsync([.. results.OfType<Result>()], assets, targets, cancellation.IsCancellationRequested ? CancellationToken.None : cancellation);
        Meters.Published.Add(published, Meters.Wanted(true));
        Meters.Published.Add(removed, Meters.Wanted(false));
        Meters.PublicationFaults.Add(failed);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfPublication);
        cancellation.ThrowIfCancellationRequested();
        return taken.Count;
    }

    private Task<List<Publication>> TakeAsync(CancellationToken cancellation) => store.ChangeAsync<List<Publication>>(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset now = change.Now, beyondPause = now + LongestPause, beyondLease = now + LongestLease;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            List<Guid> paused = [.. _pauses.Now()];
            // What is to be removed goes first.
            List<Guid> ids = await change.Database.Publications
                .Where(p => p.State == PublicationState.Due && (p.NextAttempt <= now || p.NextAttempt > beyondPause) && (p.LeasedUntil == null || p.LeasedUntil <= now || p.LeasedUntil > beyondLease) && !paused.Contains(p.TargetId))
                .OrderBy(p => p.Wanted).ThenBy(p => p.NextAttempt).Select(p => p.Id).Take(options.BatchSize).ToListAsync(cancellation);
            DateTimeOffset until = now + issuing.Lease;
            if (ids.Count == 0)
            {
                return [];
            }

            // What a lease that ran out says is kept in what is returned: its attempt may have gone through.
            List<Publication> taken = await change.Database.Publications.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(cancellation);
            await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(p => p.LeasedBy, instance.Name).SetProperty(p => p.LeasedUntil, until).SetProperty(p => p.Version, claim),
                cancellation);
            return [.. taken.Select(p => p.Claimed(claim)).OrderBy(p => p.Wanted)];
        },
        cancellation);

    private Task<(Dictionary<Guid, Asset>, Dictionary<Guid, PublicationTarget>, PublishedSets)> LoadAsync(List<Publication> taken, CancellationToken cancellation) => store.ReadAsync(async d =>
    {
        List<Guid> ids = [.. taken.Select(p => p.AssetId)];
        Dictionary<Guid, Asset> assets = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        Dictionary<Guid, PublicationTarget> targets = await d.Targets.ToDictionaryAsync(t => t.Id, cancellation);
        return (assets, targets, await PublishedSets.LoadAsync(d, assets.Values, clock.GetUtcNow(), cancellation));
    });

    private Task<(int Published, int Removed, int Failed)> NoteAsync(IReadOnlyList<Result> results, Dictionary<Guid, Asset> assets, Dictionary<Guid, PublicationTarget> targets, CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            List<Guid> ids = [.. results.Select(r => r.Publication.Id)];
            Dictionary<Guid, Publication> tracked = await change.Database.Publications.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
            var published = new JsonArray();
            var removed = new JsonArray();
            int failed = 0;
            foreach ((Publication seen, byte[]? digest, string? fault) in results)
            {
                // Something else is wanted by now, or another instance has taken it over: what was seen tells of the time before.
                if (!tracked.TryGetValue(seen.Id, out Publication? publication) || publication.Version != seen.Version)
                {
                    continue;
                }

                string name = assets.TryGetValue(seen.AssetId, out Asset? asset) ? asset.Name.ToString() : seen.AssetId.ToString();
                if (fault is not null)
                {
                    failed++;
                    string? before = publication.Fault;
                    publication.Fail(fault, change.Now);
                    if (publication.Fault != before)
                    {
                        change.Journal("publication.failed", name, new JsonObject { ["why"] = publication.Fault });
                    }

                    continue;
                }

                publication.See(seen.Wanted ? digest : null, targets[seen.TargetId].Ttl, change.Now);
                (seen.Wanted ? published : removed).Add(name);
            }

            Journal(change, "emblems.published", published);
            Journal(change, "emblems.removed", removed);
            return (published.Count, removed.Count, failed);
        },
        cancellation);

    private static void Journal(Change change, string action, JsonArray names)
    {
        if (names.Count > 0)
        {
            change.Journal(action, $"{names.Count} names", new JsonObject { ["names"] = names });
        }
    }

    /// <summary>What came of one name.</summary>
    private sealed record Result(Publication Publication, byte[]? Digest, string? Fault);

    /// <summary>Which servers do not answer in this batch.</summary>
    private sealed class Silence
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, (int InARow, bool HasAnswered, ZoneOutcome Last)> _seen = [];

        /// <summary>What to say of a further name there without asking; null to ask.</summary>
        public ZoneOutcome? Of(Guid target)
        {
            lock (_gate)
            {
                return _seen.TryGetValue(target, out var seen) && seen.InARow >= AwayAfter ? seen.Last : null;
            }
        }

        public bool HasAnswered(Guid target)
        {
            lock (_gate)
            {
                return _seen.TryGetValue(target, out var seen) && seen.HasAnswered;
            }
        }

        public void Note(Guid target, ZoneOutcome outcome)
        {
            lock (_gate)
            {
                (int inARow, bool hasAnswered, _) = _seen.GetValueOrDefault(target);
                _seen[target] = outcome.IsServerAtFault ? (inARow + 1, hasAnswered, outcome) : (0, true, outcome);
            }
        }
    }
}
