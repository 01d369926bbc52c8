using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Lists the requests to authorities.</summary>
internal sealed class ListRequests(IssuerStore store)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    /// <summary>Requests, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The requests, and whether more follow.</returns>
    public Task<(IReadOnlyList<SentRequest> Rows, bool HasMore)> RunAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<SentRequest> all = before is { } last ? d.SentRequests.Where(q => q.Id.CompareTo(last) < 0) : d.SentRequests;
            List<SentRequest> found = await all.OrderByDescending(q => q.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            return ((IReadOnlyList<SentRequest>)[.. found.Take(PageSize)], found.Count > PageSize);
        });

    /// <summary>A request, with the key that it asks for.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<(SentRequest Request, OrganizationKey Key)> OfAsync(Guid id, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            SentRequest request = await d.SentRequests.SingleOrDefaultAsync(q => q.Id == id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no request {id} here.");
            return (request, await d.Keys.SingleAsync(k => k.Id == request.KeyId, cancellationToken));
        });
}
