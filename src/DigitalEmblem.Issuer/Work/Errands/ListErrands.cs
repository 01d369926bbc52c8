using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>Lists errands, the newest first, and what of one could not be done.</summary>
internal sealed class ListErrands(IssuerStore store)
{
    /// <summary>How many are on a page.</summary>
    public const int OfPage = 50;

    /// <summary>How many faults are on a page.</summary>
    public const int FaultsOfPage = 100;

    /// <summary>One page.</summary>
    /// <param name="before">The errand behind which the page begins, towards the past; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The errands, and whether older ones follow.</returns>
    public Task<(IReadOnlyList<Errand> Errands, bool AreMore)> RunAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync<(IReadOnlyList<Errand>, bool)>(async d =>
        {
            IQueryable<Errand> errands = before is { } id ? d.Errands.Where(e => e.Id.CompareTo(id) < 0) : d.Errands;
            List<Errand> found = await errands.OrderByDescending(e => e.Id).Take(OfPage + 1).ToListAsync(cancellationToken);
            return (found[..Math.Min(found.Count, OfPage)], found.Count > OfPage);
        });

    /// <summary>One errand, with a page of its faults.</summary>
    /// <param name="id">The errand.</param>
    /// <param name="afterLine">The line behind which the faults begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The errand, its faults, and whether more follow.</returns>
    /// <exception cref="RefusedException">There is no such errand.</exception>
    public Task<(Errand Errand, IReadOnlyList<ErrandFault> Faults, bool AreMore)> OfAsync(
        Guid id, int afterLine, CancellationToken cancellationToken) =>
        store.ReadAsync<(Errand, IReadOnlyList<ErrandFault>, bool)>(async d =>
        {
            Errand errand = await d.Errands.SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no errand {id}.");
            List<ErrandFault> faults = await d.ErrandFaults.Where(f => f.ErrandId == id && f.Line > afterLine).OrderBy(f => f.Line)
                .Take(FaultsOfPage + 1).ToListAsync(cancellationToken);
            return (errand, faults[..Math.Min(faults.Count, FaultsOfPage)], faults.Count > FaultsOfPage);
        });
}
