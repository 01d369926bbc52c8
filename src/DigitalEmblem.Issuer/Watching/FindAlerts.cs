using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Finds alerts for people, the latest first, a page at a time, with who was told of them.</summary>
internal sealed class FindAlerts(IssuerStore store)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    // Between the clocks of two instances.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>A page of alerts.</summary>
    /// <param name="withCleared">Whether those that are over are listed too.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The alerts, and whether more follow.</returns>
    public Task<(IReadOnlyList<ToldAlert> Rows, bool HasMore)> RunAsync(
        bool withCleared, Guid? after, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            IQueryable<Alert> all = withCleared ? d.Alerts : d.Alerts.Where(a => a.ClearedAt == null);
            all = after is { } last ? all.Where(a => a.Id.CompareTo(last) < 0) : all;
            List<Alert> found = await all.OrderByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            Alert[] page = [.. found.Take(PageSize)];
            Guid[] groups = [.. page.Select(a => a.RaisedIn).OfType<Guid>().Distinct()];
            // A notice is younger than what it tells of, so that older ones need not be read. Their texts are long, and are not shown.
            Guid oldest = page.Length > 0 ? FirstAt(page[^1].Since - Skew) : Guid.Empty;
            var notices = await d.Notices.Where(n => n.Id.CompareTo(oldest) >= 0 && groups.Contains(n.GroupId))
                .Select(n => new { n.GroupId, n.Channel, n.DeliveredAt, n.GivenUpAt }).ToListAsync(cancellationToken);
            return ((IReadOnlyList<ToldAlert>)
                [
                    .. page.Select(a => new ToldAlert(
                        a,
                        [.. notices.Where(n => n.GroupId == a.RaisedIn)
                            .Select(n => new AlertTelling(n.Channel, n.DeliveredAt, n.GivenUpAt)).OrderBy(t => t.Channel)])),
                ],
                found.Count > PageSize);
        });

    // Identities begin with the instant at which they were made.
    private static Guid FirstAt(DateTimeOffset at)
    {
        byte[] id = Guid.CreateVersion7(at).ToByteArray(bigEndian: true);
        Array.Clear(id, 6, id.Length - 6);
        return new Guid(id, bigEndian: true);
    }
}
