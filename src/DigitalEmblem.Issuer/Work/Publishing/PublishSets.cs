using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Brings the DNS into the state of the database, at each target in lanes of its own (<see cref="Lane"/>), and ends targets that are given
/// up once nothing of ours is left there. Publishing and removing may run at the same time.
/// </summary>
internal sealed class PublishSets
{
    private readonly IssuerStore _store;
    private readonly int _batch;
    private readonly TimeProvider _clock;
    private readonly NoticeWriter? _notices;
    private readonly AdoptEmblems _adopt;
    private readonly LeavingTargets _leaving;
    private readonly AlertBook _alerts;
    private readonly Lanes _publishing, _removing;

    /// <summary>Takes what it works with.</summary>
    /// <param name="store">The database.</param>
    /// <param name="options">How it is published.</param>
    /// <param name="issuing">How long a lease is.</param>
    /// <param name="resolver">What is asked about zones that are published by hand.</param>
    /// <param name="instance">This instance.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="around">Wraps the zone of each target, for tests; null in the service.</param>
    /// <param name="notices">Tells people of refused removals at once; null to leave it to the next round of watching.</param>
    public PublishSets(
        IssuerStore store,
        PublishingOptions options,
        IssuingOptions issuing,
        Resolver resolver,
        Instance instance,
        TimeProvider clock,
        Func<PublicationTarget, IZone, IZone>? around = null,
        NoticeWriter? notices = null)
    {
        (_store, _batch, _clock, _notices) = (store, options.BatchSize, clock, notices);
        _adopt = new AdoptEmblems(store);
        _leaving = new LeavingTargets(store);
        _alerts = new AlertBook(store);
        var pauses = new TargetPauses(clock);
        Lanes Of(bool wanted, IssuerStore at)
        {
            var due = new DuePublications(at, options, issuing, instance);
            return new Lanes(wanted, due, new PublishLane(at, options, issuing, resolver, due, pauses, clock, around), pauses, clock);
        }

        _publishing = Of(wanted: true, store);
        // A withdrawal goes before all other changes that wait.
        _removing = Of(wanted: false, store.At(Precedence.Urgent));
    }

    /// <summary>Removes and publishes one batch in each lane that has something due, and waits for all of them.</summary>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken) =>
        await RemoveAsync(Timeout.InfiniteTimeSpan, cancellationToken) + await PublishAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Publishes one batch in each lane that has emblems to publish and is not at work.</summary>
    /// <param name="patience">
    /// How long to wait for the lanes. Those that are not done then go on, and the next call does not start them again: a server that does
    /// not answer holds up no other.
    /// </param>
    /// <param name="cancellationToken">Ends it. Lanes at work end too, and are waited for.</param>
    /// <returns>How many names were taken, or 1 if a lane is briskly at work; 0 when nothing is due.</returns>
    public Task<int> PublishAsync(TimeSpan patience, CancellationToken cancellationToken) => _publishing.UntilEndedAsync(
        async () =>
        {
            List<PublicationTarget> targets = await TargetsAsync(cancellationToken);
            while (targets.Any(t => t.AdoptedTo is not null) && await _adopt.RunAsync(cancellationToken) > 0)
            {
            }

            await LapseAsync(cancellationToken);
            (int taken, _) = await _publishing.RunAsync(targets, patience, cancellationToken);
            return taken;
        },
        cancellationToken);

    /// <summary>Removes one batch in each lane that has records to remove and is not at work.</summary>
    /// <param name="patience">How long to wait for the lanes.</param>
    /// <param name="cancellationToken">Ends it. Lanes at work end too, and are waited for.</param>
    /// <returns>
    /// How many names were taken, also from targets that are given up, or 1 if a lane is briskly at work; 0 when nothing is due.
    /// </returns>
    public Task<int> RemoveAsync(TimeSpan patience, CancellationToken cancellationToken) => _removing.UntilEndedAsync(
        async () =>
        {
            List<PublicationTarget> targets = await TargetsAsync(cancellationToken);
            (int taken, int refused) = await _removing.RunAsync(targets, patience, cancellationToken);
            if (refused > 0)
            {
                IReadOnlyList<AlertFinding> findings = await _store.ReadAsync(
                    d => UnpublishedNames.FindAsync(d, DateTimeOffset.UnixEpoch, cancellationToken));
                await _alerts.NoteAsync([.. findings], [AlertKind.NotPublished], [], [], cancellationToken);
                await (_notices?.WriteAsync(cancellationToken) ?? Task.CompletedTask);
            }

            return taken + (targets.Any(t => t.IsLeaving) ? await _leaving.RunAsync(cancellationToken) : 0);
        },
        cancellationToken);

    private Task<List<PublicationTarget>> TargetsAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(d => d.Targets.ToListAsync(cancellationToken));

    /// <summary>Makes sets due that have expired and were not replaced: a set that no validator accepts does not stay in the DNS.</summary>
    private async Task LapseAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (!await _store.ReadAsync(d => Lapsed(d, now).AnyAsync(cancellationToken)))
        {
            return;
        }

        await _store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach (Publication publication in await Lapsed(change.Database, change.Now).Take(_batch)
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
