using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Lists the requests to sign on another machine.</summary>
internal sealed class ListSignings(IssuerStore store)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    /// <summary>Requests to sign, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="onlyOpen">Whether those that were answered or closed are left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The requests, and whether more follow.</returns>
    public Task<(IReadOnlyList<PendingSigning> Rows, bool HasMore)> RunAsync(
        Guid? before, bool onlyOpen, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            IQueryable<PendingSigning> all = onlyOpen ? d.Signings.WhereOpen() : d.Signings;
            all = before is { } last ? all.Where(s => s.Id.CompareTo(last) < 0) : all;
            List<PendingSigning> found = await all.OrderByDescending(s => s.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            return ((IReadOnlyList<PendingSigning>)[.. found.Take(PageSize)], found.Count > PageSize);
        });

    /// <summary>A request.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<PendingSigning> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        await d.Signings.SingleOrDefaultAsync(s => s.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no request to sign {id} here."));
}
