using System.Diagnostics;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Works one batch of a lane: takes names that no other instance works on, brings them into their state, reads them back, and notes the
/// result. All steps can be repeated: what an instance that died has done is seen by the next one before it changes anything.
/// </summary>
internal sealed class PublishLane(
    IssuerStore store,
    PublishingOptions options,
    IssuingOptions issuing,
    Resolver resolver,
    DuePublications due,
    TargetPauses pauses,
    TimeProvider clock,
    Func<PublicationTarget, IZone, IZone>? around)
{
    // A server counts as away after so many names in a row without an answer; one that was away before, after the first.
    private const int AwayAfter = 3;

    // A withdrawal may wait for one change that notes what was published.
    private const int NotedAtOnce = 200;

    private readonly RecordPublications _record = new(store);
    private readonly HastenPublication _hasten = new(store, clock);

    /// <summary>Works it.</summary>
    /// <returns>How many names were taken, and how many removals the server refused now for the first time.</returns>
    public async Task<(int Taken, int Refused)> RunAsync(Lane lane, CancellationToken cancellationToken)
    {
        List<Publication> taken = await due.TakeAsync(lane, cancellationToken);
        if (taken.Count == 0)
        {
            return (0, 0);
        }

        long start = clock.GetTimestamp();
        using Activity? trace = Meters.Traces.StartActivity("publication")?.AddTag("names", taken.Count);
        List<Guid> ids = [.. taken.Select(p => p.AssetId)];
        (PublicationTarget? target, Dictionary<Guid, Asset> assets, EmblemSets sets) = await store.ReadAsync(async d =>
        {
            Dictionary<Guid, Asset> found = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
            return (
                await d.Targets.SingleOrDefaultAsync(t => t.Place == lane.Place, cancellationToken),
                found,
                await EmblemSets.LoadAsync(d, found.Values, clock.GetUtcNow(), cancellationToken));
        });
        PublicationResult[] results = await WorkAsync(taken, target, assets, sets, cancellationToken);
        // Record what was seen even when the service stops.
        (int published, int removed, int failed, int refused) = (0, 0, 0, 0);
        foreach (PublicationResult[] some in results.Chunk(NotedAtOnce))
        {
            (int Published, int Removed, int Failed, int Refused) noted = await _record.RunAsync(
                some, target, cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
            (published, removed) = (published + noted.Published, removed + noted.Removed);
            (failed, refused) = (failed + noted.Failed, refused + noted.Refused);
        }

        Meters.Published.Add(published, Meters.Wanted(true));
        Meters.Published.Add(removed, Meters.Wanted(false));
        // What a person has not put in yet is no fault.
        Meters.PublicationFaults.Add(target?.Kind == TargetKind.ByHand ? 0 : failed);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfPublication);
        cancellationToken.ThrowIfCancellationRequested();
        return (taken.Count, refused);
    }

    private async Task<PublicationResult[]> WorkAsync(
        List<Publication> taken,
        PublicationTarget? target,
        Dictionary<Guid, Asset> assets,
        EmblemSets sets,
        CancellationToken cancellationToken)
    {
        if (target is null)
        {
            var gone = new ZoneOutcome(false, $"The target that it was published to is not there any more: name the zone's server anew.");
            return [.. taken.Select(p => new PublicationResult(p, assets.GetValueOrDefault(p.AssetId), null, null, gone))];
        }

        var results = new PublicationResult?[taken.Count];
        // Stop before the lease runs out: two instances that work on one name would reject each other's results for ever.
        using var inTime = new CancellationTokenSource(issuing.Lease * 0.8, clock);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        await using var zones = new Zones(options, resolver, clock, around);
        bool wasAway = pauses.IsAway(target.Place), hasAnswered = false;
        int silent = 0;
        ZoneOutcome? silence = null;
        async Task OneAsync(int i)
        {
            try
            {
                if (taken[i].Wanted && !await due.IsStillAsync(taken[i], until.Token))
                {
                    return;
                }

                PublicationResult result = silence is { } known
                    ? new PublicationResult(taken[i], assets.GetValueOrDefault(taken[i].AssetId), null, null, known)
                    : await BringAboutAsync(taken[i], target, assets, sets, zones, until.Token);
                results[i] = result;
                hasAnswered |= !result.Outcome.IsServerAtFault;
                int inARow = result.Outcome.IsServerAtFault ? Interlocked.Increment(ref silent) : Interlocked.Exchange(ref silent, 0);
                if (result.Outcome.IsServerAtFault && (inARow >= AwayAfter || wasAway))
                {
                    silence = result.Outcome;
                }
            }
            catch (OperationCanceledException) when (until.IsCancellationRequested)
            {
                // The lease runs on, and the next attempt looks first.
            }
        }

        int alone = wasAway ? 1 : 0;
        if (wasAway)
        {
            await OneAsync(0);
            wasAway = silence is not null;
        }

        await Parallel.ForAsync(
            alone, taken.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency }, async (i, _) => await OneAsync(i));
        if (silence is not null)
        {
            pauses.Away(target.Place);
        }
        else if (hasAnswered && pauses.Back(target.Place))
        {
            await _hasten.UnansweredAtAsync(target, cancellationToken);
        }

        return [.. results.OfType<PublicationResult>()];
    }

    private async Task<PublicationResult> BringAboutAsync(
        Publication publication,
        PublicationTarget target,
        Dictionary<Guid, Asset> assets,
        EmblemSets sets,
        Zones zones,
        CancellationToken cancellationToken)
    {
        if (!assets.TryGetValue(publication.AssetId, out Asset? asset))
        {
            return new PublicationResult(publication, null, null, null, new ZoneOutcome(false, $"Its asset is not there any more."));
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<WantedRecords> records = publication.Wanted
                ? sets.RecordsOf(asset, options.IhleType)
                : EmblemSets.NoRecords(options.IhleType);
            var wanted = new WantedName(asset.Name, records, OwnRecords.Of(publication, store));
            ZoneOutcome outcome = await zones.Of(target).BringAboutAsync(wanted, cancellationToken);
            return wanted.IsNothing
                ? new PublicationResult(publication, asset, null, null, outcome)
                : new PublicationResult(
                    publication, asset, SetDigest.Of(records.SelectMany(r => r.Data)), sets.EmblemOf(asset)!.Expires, outcome);
        }
        catch (RefusedException e)
        {
            return new PublicationResult(publication, asset, null, null, new ZoneOutcome(false, e.Sentence));
        }
    }
}
