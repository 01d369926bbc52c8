using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Brings the DNS into the state of the database, at each target in lanes of its own (<see cref="Lane"/>), and ends targets that are given
/// up once nothing of ours is left there.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="options">How it is published.</param>
/// <param name="issuing">How long a lease is.</param>
/// <param name="resolver">What is asked about zones that are published by hand.</param>
/// <param name="instance">This instance.</param>
/// <param name="clock">The clock.</param>
/// <param name="around">Wraps the zone of each target, for tests; null in the service.</param>
/// <param name="notices">Tells people of refused removals at once; null to leave it to the next round of watching.</param>
internal sealed class PublishSets(
    IssuerStore store,
    PublishingOptions options,
    IssuingOptions issuing,
    Resolver resolver,
    Instance instance,
    TimeProvider clock,
    Func<PublicationTarget, IZone, IZone>? around = null,
    NoticeWriter? notices = null)
{
    // A lane that takes longer waits for a server, and is not waited for.
    private static readonly TimeSpan Brisk = TimeSpan.FromSeconds(1);

    private readonly TargetPauses _pauses = new(clock);
    private readonly AdoptEmblems _adopt = new(store, options);
    private readonly LeavingTargets _leaving = new(store);
    private readonly AlertBook _alerts = new(store);
    private readonly DuePublications _due = new(store, options, issuing, instance);
    private readonly Dictionary<Lane, (Task<(int Taken, int Refused)> Work, long Start)> _running = [];

    /// <summary>Publishes one batch in each lane that has something due, and waits for all of them.</summary>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => RunAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Publishes one batch in each lane that has something due and is not at work.</summary>
    /// <param name="patience">
    /// How long to wait for the lanes. Those that are not done then go on, and the next call does not start them again: a server that does
    /// not answer holds up no other.
    /// </param>
    /// <param name="cancellationToken">Ends it. Lanes at work end too, and are waited for.</param>
    /// <returns>How many names were taken, or 1 if a lane is briskly at work; 0 when nothing is due.</returns>
    public async Task<int> RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            List<PublicationTarget> targets = await store.ReadAsync(d => d.Targets.ToListAsync(cancellationToken));
            await StartAsync(targets, cancellationToken);
            using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                await Task.WhenAny(AllAsync(), Task.Delay(patience, clock, waiting.Token));
                await waiting.CancelAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
            int taken = await GatherAsync(cancellationToken);
            if (targets.Any(t => t.IsLeaving))
            {
                await _leaving.EndAsync(cancellationToken);
            }

            return taken;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Each lane ends by itself, and records what it has seen.
            await AllAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private Task AllAsync() => Task.WhenAll(_running.Values.Select(r => (Task)r.Work));

    /// <summary>Starts each lane that has something due and is not at work.</summary>
    private async Task StartAsync(List<PublicationTarget> targets, CancellationToken cancellationToken)
    {
        while (targets.Any(t => t.AdoptedTo is not null) && await _adopt.RunAsync(cancellationToken) > 0)
        {
        }

        await LapseAsync(cancellationToken);
        var lane = new PublishLane(store, options, issuing, resolver, _due, _pauses, clock, around);
        bool IsFree(Lane one) => !_running.ContainsKey(one) && !(one.Wanted && _pauses.IsPaused(one.Target));
        Lane[] free = [.. targets.SelectMany(t => (Lane[])[new(t.Id, false), new(t.Id, true)]).Where(IsFree)];
        foreach (Lane due in await _due.LanesAsync(free, clock.GetUtcNow(), cancellationToken))
        {
            _running.Add(due, (Task.Run(() => lane.RunAsync(due, cancellationToken), CancellationToken.None), clock.GetTimestamp()));
        }
    }

    /// <summary>Collects the lanes that are done.</summary>
    private async Task<int> GatherAsync(CancellationToken cancellationToken)
    {
        int taken = 0, refused = 0;
        Task? failed = null;
        foreach ((Lane lane, (Task<(int Taken, int Refused)> work, long start)) in _running.ToArray())
        {
            if (!work.IsCompleted)
            {
                taken += clock.GetElapsedTime(start) < Brisk ? 1 : 0;
                continue;
            }

            _running.Remove(lane);
            if (!work.IsCompletedSuccessfully)
            {
                failed ??= work;
                continue;
            }

            (int took, int refusals) = await work;
            (taken, refused) = (taken + took, refused + refusals);
        }

        if (refused > 0)
        {
            IReadOnlyList<AlertFinding> findings = await store.ReadAsync(
                d => UnpublishedNames.FindAsync(d, DateTimeOffset.UnixEpoch, cancellationToken));
            await _alerts.NoteAsync([.. findings], [AlertKind.NotPublished], [], [], cancellationToken);
            await (notices?.WriteAsync(cancellationToken) ?? Task.CompletedTask);
        }

        // The fault of one lane is told; the others will show theirs again.
        await (failed ?? Task.CompletedTask);
        return taken;
    }

    /// <summary>Makes sets due that have expired and were not replaced: a set that no validator accepts does not stay in the DNS.</summary>
    private async Task LapseAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (!await store.ReadAsync(d => Lapsed(d, now).AnyAsync(cancellationToken)))
        {
            return;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach (Publication publication in await Lapsed(change.Database, change.Now).Take(options.BatchSize)
                    .ToListAsync(cancellationToken))
                {
                    publication.Again(change.Now);
                }
            },
            cancellationToken);
    }

    private static IQueryable<Publication> Lapsed(IssuerContext database, DateTimeOffset now) =>
        database.Publications.Where(p => p.SeenUntil <= now && p.State == PublicationState.Seen && p.Wanted);
}
