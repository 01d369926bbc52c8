using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Looks again at names where something was changed shortly before, until a recorded update cannot be sent again any more. What came back
/// is removed, and what was replaced is published again, at once, and people are told. It runs beside the work that is due.
/// </summary>
internal sealed class LookAgain(
    IssuerStore store,
    PublishingOptions options,
    Resolver resolver,
    TimeProvider clock,
    Func<PublicationTarget, IZone, IZone>? around = null,
    NoticeWriter? notices = null)
{
    // A server that did not answer so often in a row is left to the next look.
    private const int AwayAfter = 3;

    private readonly AlertBook _alerts = new(store);

    /// <summary>Takes the looks that are due, one batch.</summary>
    /// <returns>How many names were looked at, and how many of them have changed.</returns>
    public async Task<(int Looked, int Changed)> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<Publication> due = await store.ReadAsync(d => d.Publications
            .Where(p => p.NextLook <= now && p.State == PublicationState.Seen).OrderBy(p => p.NextLook).Take(options.BatchSize)
            .ToListAsync(cancellationToken));
        if (due.Count == 0)
        {
            return (0, 0);
        }

        await PostponeAsync(due, cancellationToken);
        Guid[] ids = [.. due.Select(p => p.AssetId)];
        (Dictionary<Guid, PublicationTarget> targets, Dictionary<Guid, Asset> assets, EmblemSets sets) = await store.ReadAsync(async d =>
        {
            Dictionary<Guid, Asset> found = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
            return (
                await d.Targets.ToDictionaryAsync(t => t.Place, cancellationToken),
                found,
                await EmblemSets.LoadAsync(d, found.Values, now, cancellationToken));
        });
        var changed = new List<(Publication Publication, AlertFinding Finding)>();
        await using (var zones = new Zones(options, resolver, clock, around))
        {
            await Parallel.ForEachAsync(
                due.Where(p => targets.ContainsKey(p.Place) && assets.ContainsKey(p.AssetId)).GroupBy(p => targets[p.Place]),
                new ParallelOptions { MaxDegreeOfParallelism = Math.Max(targets.Count, 1), CancellationToken = cancellationToken },
                async (group, token) =>
                {
                    int silent = 0;
                    await Parallel.ForEachAsync(
                        group,
                        new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = token },
                        async (publication, stop) =>
                        {
                            if (silent < AwayAfter
                                && await LookAsync(publication, assets[publication.AssetId], group.Key, sets, zones, stop) is { } outcome)
                            {
                                silent = outcome.IsServerAtFault ? silent + 1 : 0;
                                Note(publication, assets[publication.AssetId], group.Key, outcome, changed);
                            }
                        });
                });
        }

        if (changed.Count > 0)
        {
            await _alerts.NoteAsync(
                [.. changed.Select(c => c.Finding).DistinctBy(f => (f.Kind, f.Subject))],
                [AlertKind.Altered, AlertKind.WithdrawnIsThere],
                [],
                [.. changed.Select(c => c.Publication)],
                cancellationToken);
            await (notices?.WriteAsync(cancellationToken) ?? Task.CompletedTask);
        }

        return (due.Count, changed.Count);
    }

    private static void Note(
        Publication publication,
        Asset asset,
        PublicationTarget target,
        ZoneOutcome outcome,
        List<(Publication Publication, AlertFinding Finding)> changed)
    {
        if (!outcome.IsDifferent)
        {
            return;
        }

        AlertFinding finding = publication.Wanted
            ? new AlertFinding(
                AlertKind.Altered,
                asset.Name.ToString(),
                $"The name server {target.Server} shows other records at {asset.Name} than those that were seen there just before. "
                    + $"Ours are published again now. An update that was recorded may have been sent again, or another party has the "
                    + $"zone's key.")
            : new AlertFinding(
                AlertKind.WithdrawnIsThere,
                asset.Name.ToString(),
                $"The emblem of {asset.Name} was withdrawn, and stands at the name server {target.Server} again: it is removed again "
                    + $"now. An update that was recorded may have been sent again, or another party has the zone's key.");
        lock (changed)
        {
            changed.Add((publication, finding));
        }
    }

    private async Task<ZoneOutcome?> LookAsync(
        Publication publication, Asset asset, PublicationTarget target, EmblemSets sets, Zones zones, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<WantedRecords> records = publication.Wanted
                ? sets.RecordsOf(asset, options.IhleType)
                : EmblemSets.NoRecords(options.IhleType);
            return await zones.Of(target).LookAsync(
                new WantedName(asset.Name, records, OwnRecords.Of(publication, store)), cancellationToken);
        }
        catch (RefusedException)
        {
            // It was withdrawn or its key is away meanwhile: its publication is due, and tells what is wrong.
            return null;
        }
    }

    /// <summary>Sets the next look before this one is taken, so that a second instance takes another batch.</summary>
    private Task PostponeAsync(List<Publication> due, CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            foreach (IGrouping<int, Publication> same in due.GroupBy(p => p.Looks))
            {
                int next = same.Key + 1;
                DateTimeOffset? at = next < Publication.LookPauses.Count ? change.Now + Publication.LookPauses[next] : null;
                Guid[] ids = [.. same.Select(p => p.Id)];
                await change.Database.Publications
                    .Where(p => ids.Contains(p.Id) && p.Looks == same.Key && p.State == PublicationState.Seen)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(p => p.Looks, next).SetProperty(p => p.NextLook, at), cancellationToken);
            }
        },
        cancellationToken);
}
