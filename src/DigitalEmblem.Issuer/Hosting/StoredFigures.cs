using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Counts, for dashboards, what is due and which alerts are open. It counts in the database, because a restart of the service must not
/// change these figures, and only while a collector or Prometheus reads them.
/// </summary>
internal sealed class StoredFigures(IssuerStore store, TimeProvider clock)
{
    /// <summary>Counts.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        if (!Meters.Due.Enabled)
        {
            return;
        }

        DateTimeOffset now = clock.GetUtcNow();
        await store.ReadAsync(async d =>
        {
            (int names, DateTimeOffset? ofNames) = await CountAsync(DueOf(d.Assets, now), cancellationToken);
            (int data, DateTimeOffset? ofData) = await CountAsync(DueOf(d.Data, now), cancellationToken);
            Record(names + data, ofNames is null || ofData < ofNames ? ofData : ofNames, now, Meters.OfRenewal);
            (int publications, DateTimeOffset? ofPublications) = await CountAsync(DueOf(d, wanted: true), cancellationToken);
            Record(publications, ofPublications, now, Meters.OfPublication);
            (int removals, DateTimeOffset? ofRemovals) = await CountAsync(DueOf(d, wanted: false), cancellationToken);
            Record(removals, ofRemovals, now, Meters.OfRemoval);
            // People take the time that they need, so that no age is told.
            int all = await d.Publications.CountAsync(p => p.State == PublicationState.Due, cancellationToken);
            Meters.Due.Record(Math.Max(0, all - publications - removals), Meters.OfByHand);
            Dictionary<AlertKind, int> open = await d.Alerts.Where(a => a.ClearedAt == null).GroupBy(a => a.Kind)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            foreach (AlertKind kind in Enum.GetValues<AlertKind>())
            {
                Meters.AlertsOpen.Record(open.GetValueOrDefault(kind), Meters.Of(kind));
            }

            return open.Count;
        });
    }

    private static void Record(int count, DateTimeOffset? oldest, DateTimeOffset now, KeyValuePair<string, object?> work)
    {
        Meters.Due.Record(count, work);
        Meters.DueAge.Record(oldest is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0, work);
    }

    private static async Task<(int Count, DateTimeOffset? Oldest)> CountAsync(
        IQueryable<DateTimeOffset?> since, CancellationToken cancellationToken) =>
        (await since.CountAsync(cancellationToken), await since.OrderBy(s => s).FirstOrDefaultAsync(cancellationToken));

    private static IQueryable<DateTimeOffset?> DueOf<T>(IQueryable<T> marked, DateTimeOffset now)
        where T : Markable =>
        marked.Where(a => a.State == AssetState.Marked && a.RenewAt <= now).Select(a => a.RenewAt);

    /// <summary>Since when the publications are due that the service makes itself.</summary>
    private static IQueryable<DateTimeOffset?> DueOf(IssuerContext database, bool wanted) => database.Publications
        .Where(p => p.State == PublicationState.Due && p.Wanted == wanted
            && !database.Targets.Any(t => t.Place == p.Place && t.Kind == TargetKind.ByHand))
        .Select(p => (DateTimeOffset?)p.WantedAt);
}
