using System.Diagnostics;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Brings the DNS into the state of the database: takes names that no other instance works on, replaces or removes their records, reads
/// them back, and notes the result. All steps can be repeated: after an instance has died, the next one looks first.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="options">How it is published.</param>
/// <param name="issuing">How long a lease is.</param>
/// <param name="resolver">What is asked about zones that are published by hand.</param>
/// <param name="instance">This instance.</param>
/// <param name="clock">The clock.</param>
/// <param name="around">Wraps each zone, for tests; null in the service.</param>
internal sealed class PublishSets(
    IssuerStore store,
    PublishingOptions options,
    IssuingOptions issuing,
    Resolver resolver,
    Instance instance,
    TimeProvider clock,
    Func<IZone, IZone>? around = null)
{
    // A withdrawal may wait for one change that notes what was published.
    private const int NotedAtOnce = 200;

    private readonly TargetPauses _pauses = new(clock);
    private readonly NewerRemovals _removals = new(issuing.Lease, clock);
    private readonly DuePublications _due = new(store, options, issuing, instance, clock),
        _dueRemovals = new(store.At(Precedence.Urgent), options, issuing, instance, clock);
    private readonly RecordPublications _record = new(store), _recordRemovals = new(store.At(Precedence.Urgent));

    /// <summary>Publishes one batch that is due, removals first.</summary>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    /// <summary>Publishes one batch that is due. Publications and removals may run at the same time.</summary>
    /// <param name="wanted">Whether publications or removals; null for both.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public async Task<int> RunAsync(bool? wanted, CancellationToken cancellationToken)
    {
        long number = _removals.NextBatch();
        List<Publication> taken = await (wanted == false ? _dueRemovals : _due).TakeAsync(_pauses.Now(), wanted, cancellationToken);
        if (taken.Count == 0)
        {
            return 0;
        }

        _removals.Note(taken);

        long start = clock.GetTimestamp();
        using Activity? trace = Meters.Traces.StartActivity("publication")?.AddTag("names", taken.Count);
        (Dictionary<Guid, Asset> assets, Dictionary<Guid, PublicationTarget> targets, EmblemSets sets) = await LoadAsync(
            taken, cancellationToken);
        var results = new PublicationResult?[taken.Count];
        var silence = new ServerSilence();
        // Stop before the lease runs out: two instances that work on one name would reject each other's results for ever.
        using var inTime = new CancellationTokenSource(issuing.Lease * 0.8, clock);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        await using (var zones = new Zones(options, resolver, clock, around))
        {
            await Parallel.ForAsync(0, taken.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency }, async (i, _) =>
            {
                Publication publication = taken[i];
                if (!assets.TryGetValue(publication.AssetId, out Asset? asset)
                    || !targets.TryGetValue(publication.TargetId, out PublicationTarget? target))
                {
                    results[i] = new PublicationResult(
                        publication, null, "The target that it was published to is not there any more: name the zone's server anew.");
                    return;
                }

                if (publication.Wanted && _removals.IsNewer(publication, number))
                {
                    // It was withdrawn after it was taken here, and its records are being removed.
                    return;
                }

                try
                {
                    until.Token.ThrowIfCancellationRequested();
                    IReadOnlyList<IssuedSet> wanted = publication.Wanted ? sets.Of(asset) : [];
                    ReadOnlyMemory<byte>[] records = [.. wanted.Where(s => s.Profile == TokenProfile.Cwt).SelectMany(s => s.ToData())];
                    ZoneOutcome outcome = silence.Of(target.Id) ?? await zones.Of(target).BringAboutAsync(
                        asset.Name, records, lookFirst: publication.Attempts > 0 || publication.Lease.By is not null, until.Token);
                    silence.Note(target.Id, outcome);
                    results[i] = new PublicationResult(
                        publication, SetDigest.Of(wanted.SelectMany(s => s.ToData())), outcome.Fault);
                }
                catch (RefusedException e)
                {
                    results[i] = new PublicationResult(publication, null, e.Message);
                }
                catch (OperationCanceledException) when (until.IsCancellationRequested)
                {
                    // The lease runs on, and the next attempt looks first.
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

        // Record what was seen even when the service stops.
        (int published, int removed, int failed) = (0, 0, 0);
        foreach (PublicationResult[] some in results.OfType<PublicationResult>().Chunk(NotedAtOnce))
        {
            (int Published, int Removed, int Failed) noted = await (wanted == false ? _recordRemovals : _record).RunAsync(
                some, assets, targets, cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
            (published, removed, failed) = (published + noted.Published, removed + noted.Removed, failed + noted.Failed);
        }

        Meters.Published.Add(published, Meters.Wanted(true));
        Meters.Published.Add(removed, Meters.Wanted(false));
        Meters.PublicationFaults.Add(failed);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfPublication);
        cancellationToken.ThrowIfCancellationRequested();
        return taken.Count;
    }

    private Task<(Dictionary<Guid, Asset>, Dictionary<Guid, PublicationTarget>, EmblemSets)> LoadAsync(
        List<Publication> taken, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            List<Guid> ids = [.. taken.Select(p => p.AssetId)];
            Dictionary<Guid, Asset> assets = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
            Dictionary<Guid, PublicationTarget> targets = await d.Targets.ToDictionaryAsync(t => t.Id, cancellationToken);
            return (assets, targets, await EmblemSets.LoadAsync(d, assets.Values, clock.GetUtcNow(), cancellationToken));
        });
}
