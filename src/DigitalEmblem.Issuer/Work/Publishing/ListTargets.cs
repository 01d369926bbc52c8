using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Lists the zones with how it stands with their names. What it reads is bounded, however many names a zone has.</summary>
internal sealed class ListTargets(IssuerStore store, PublishingOptions options)
{
    /// <summary>How many zones a page has.</summary>
    public const int PageSize = 50;

    /// <summary>Up to how many names are counted.</summary>
    public const int Counted = 1000;

    /// <summary>How many names of a zone are named.</summary>
    public const int Named = 20;

    /// <summary>Zones in the order in which they were added.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The zones, and whether more follow.</returns>
    public Task<(IReadOnlyList<TargetRow> Rows, bool HasMore)> RunAsync(Guid? after, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<PublicationTarget> all = after is { } last ? d.Targets.Where(t => t.Id.CompareTo(last) > 0) : d.Targets;
            List<PublicationTarget> targets = await all.OrderBy(t => t.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            List<TargetRow> rows = [];
            foreach (PublicationTarget target in targets.Take(PageSize))
            {
                rows.Add(await RowAsync(d, target, cancellationToken));
            }

            return ((IReadOnlyList<TargetRow>)rows, targets.Count > PageSize);
        });

    /// <summary>A zone, with the first of what is due there.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<TargetDetail> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        PublicationTarget target = await d.Targets.SingleOrDefaultAsync(t => t.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no zone {id} here.");
        Organization? organization = await d.Organizations.SingleOrDefaultAsync(cancellationToken);
        List<Publication> due = [.. (await LastDueAsync(d, target, cancellationToken)).Take(Named)];
        List<Guid> ids = [.. due.Select(p => p.AssetId)];
        Dictionary<Guid, DomainName> names = await d.Assets.Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancellationToken);
        return new TargetDetail(
            await RowAsync(d, target, cancellationToken),
            [.. due.Where(p => names.ContainsKey(p.AssetId)).Select(p => new DueName(p.AssetId, names[p.AssetId], p))],
            organization is null ? null : ControlRecord.OfZone(organization, target.Zone));
    });

    private async Task<TargetRow> RowAsync(IssuerContext database, PublicationTarget target, CancellationToken cancellationToken)
    {
        IQueryable<Publication> there = database.Publications.Where(p => p.Place == target.Place);
        int names = await CountAsync(there.Where(p => p.Wanted), cancellationToken);
        int due = await CountAsync(there.Where(p => p.State == PublicationState.Due), cancellationToken);
        Sentence? fault = due == 0
            ? null
            : (await LastDueAsync(database, target, cancellationToken)).Select(p => p.Fault).FirstOrDefault(f => f is not null);
        return new TargetRow(
            target, names, due, fault, target.Access is { } access && !options.Accesses(target.Kind).Contains(access));
    }

    private static Task<int> CountAsync(IQueryable<Publication> all, CancellationToken cancellationToken) =>
        all.Select(p => p.Id).Take(Counted + 1).CountAsync(cancellationToken);

    // What failed waits longest for its next attempt. One query for each half of the index (Place, Wanted, State, NextAttempt), so that
    // each reads its end only.
    private static async Task<IEnumerable<Publication>> LastDueAsync(
        IssuerContext database, PublicationTarget target, CancellationToken cancellationToken)
    {
        List<Publication> due = [];
        foreach (bool wanted in new[] { true, false })
        {
            due.AddRange(await database.Publications
                .Where(p => p.Place == target.Place && p.Wanted == wanted && p.State == PublicationState.Due)
                .OrderByDescending(p => p.NextAttempt).Take(Named).ToListAsync(cancellationToken));
        }

        return due.OrderByDescending(p => p.Fault is not null).ThenByDescending(p => p.NextAttempt);
    }
}
