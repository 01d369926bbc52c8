using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keeping;

/// <summary>Removes errands, cleared alerts and notices that ended long ago. What they were about stands in the journal.</summary>
internal sealed class RemoveRecords(IssuerStore store, RetentionOptions options, TimeProvider clock)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Does all that is due.</summary>
    /// <returns>How many rows were removed, without those that belong to them.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset before = clock.GetUtcNow() - options.Records;
        int removed = 0;
        while (await store.ReadAsync(async d => await Errands(d, before).AnyAsync(cancellationToken)
            || await Alerts(d, before).AnyAsync(cancellationToken) || await Notices(d, before).AnyAsync(cancellationToken)))
        {
            removed += await _pages.PageAsync((change, count) => PageAsync(change, count, before, cancellationToken), cancellationToken);
        }

        return removed;
    }

    private static async Task<int> PageAsync(Change change, int count, DateTimeOffset before, CancellationToken cancellationToken)
    {
        IssuerContext database = change.Database;
        List<Errand> errands = await Errands(database, before).OrderBy(e => e.Id).Take(count).ToListAsync(cancellationToken);
        Guid[] ids = [.. errands.Select(e => e.Id)];
        await database.ErrandFaults.Where(f => ids.Contains(f.ErrandId)).ExecuteDeleteAsync(cancellationToken);
        await database.ErrandParts.Where(p => ids.Contains(p.ErrandId)).ExecuteDeleteAsync(cancellationToken);
        database.RemoveRange(errands);

        Guid[] alerts = await Alerts(database, before).OrderBy(a => a.Id).Select(a => a.Id).Take(count).ToArrayAsync(cancellationToken);
        await database.Alerts.Where(a => alerts.Contains(a.Id)).ExecuteDeleteAsync(cancellationToken);
        Guid[] notices = await Notices(database, before).OrderBy(n => n.Id).Select(n => n.Id).Take(count).ToArrayAsync(cancellationToken);
        await database.Notices.Where(n => notices.Contains(n.Id)).ExecuteDeleteAsync(cancellationToken);
        int rows = errands.Count + alerts.Length + notices.Length;
        change.Journal("records.removed", $"{rows} rows", new JsonObject
        {
            ["errands"] = errands.Count,
            ["alerts"] = alerts.Length,
            ["notices"] = notices.Length,
        });
        return rows;
    }

    private static IQueryable<Errand> Errands(IssuerContext database, DateTimeOffset before) =>
        database.Errands.Where(e => (e.State == ErrandState.Done || e.State == ErrandState.Cancelled) && e.EndedAt < before);

    private static IQueryable<Alert> Alerts(IssuerContext database, DateTimeOffset before) =>
        database.Alerts.Where(a => a.ClearedAt < before);

    private static IQueryable<Notice> Notices(IssuerContext database, DateTimeOffset before) =>
        database.Notices.Where(n => n.DeliveredAt < before || n.GivenUpAt < before);
}
