using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Finds the assets for which control of their zone is still to be shown, or to be shown again.</summary>
internal sealed class ControlToShow(IssuerStore store)
{
    private const int RowsRead = 1000;

    // Control that was shown shortly before a declaration counts for it.
    private static readonly TimeSpan ShownHolds = TimeSpan.FromDays(30);

    /// <summary>The assets of a target whose zone is not shown to be ours yet, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<Guid>> OpenAsync(Guid targetId, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<Guid>>(async d =>
        {
            List<PublicationTarget> targets = await d.Targets.ToListAsync(cancellationToken);
            if (targets.All(t => t.Id != targetId))
            {
                throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
            }

            // A page at a time, until there are enough: most names belong to few zones.
            var found = new List<Guid>();
            Guid after = Guid.Empty;
            while (found.Count < limit)
            {
                var page = await d.Assets.Where(a => a.ControlProvenAt == null && a.Id.CompareTo(after) > 0).OrderBy(a => a.Id)
                    .Select(a => new { a.Id, a.Name }).Take(RowsRead).ToListAsync(cancellationToken);
                found.AddRange(page.Where(a => PublicationTarget.AllFor(a.Name, targets).Any(t => t.Id == targetId)).Select(a => a.Id));
                if (page.Count < RowsRead)
                {
                    break;
                }

                after = page[^1].Id;
            }

            return [.. found.Take(limit)];
        });

    /// <summary>
    /// The marked assets that were declared anew, and whose control was last shown long before that (decisions.md, 32: at re-confirmation
    /// as well).
    /// </summary>
    public Task<IReadOnlyList<Guid>> ToConfirmAsync(CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<Guid>>(async d =>
    {
        var older = await d.Assets.Where(a => a.State == AssetState.Marked && a.ControlProvenAt < a.DeclaredAt).OrderBy(a => a.Id)
            .Select(a => new { a.Id, a.ControlProvenAt, a.DeclaredAt }).ToListAsync(cancellationToken);
        return [.. older.Where(a => a.DeclaredAt - a.ControlProvenAt > ShownHolds).Select(a => a.Id)];
    });
}
