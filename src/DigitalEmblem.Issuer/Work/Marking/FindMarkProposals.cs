using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>Finds proposals to mark, the newest first, and what one is about.</summary>
internal sealed class FindMarkProposals(IssuerStore store, TimeProvider clock)
{
    /// <summary>How many are on a page.</summary>
    public const int OfPage = 50;

    /// <summary>How many names are on a page.</summary>
    public const int NamesOfPage = 500;

    /// <summary>One page.</summary>
    /// <param name="before">The one behind which the page begins, towards the past; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The proposals, and whether older ones follow.</returns>
    public Task<(IReadOnlyList<MarkProposal> Proposals, bool AreMore)> RunAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync<(IReadOnlyList<MarkProposal>, bool)>(async d =>
        {
            IQueryable<MarkProposal> all = before is { } id ? d.MarkProposals.Where(p => p.Id.CompareTo(id) < 0) : d.MarkProposals;
            List<MarkProposal> found = await all.OrderByDescending(p => p.Id).Take(OfPage + 1).ToListAsync(cancellationToken);
            return (found[..Math.Min(found.Count, OfPage)], found.Count > OfPage);
        });

    /// <summary>The proposal to mark a name or data that waits; null if there is none.</summary>
    public async Task<MarkProposal?> AboutAsync(Markable marked, CancellationToken cancellationToken) => marked.ProposalId is null
        ? null
        : await store.ReadAsync(d => ProposedMarks.OfAsync(d, marked, clock.GetUtcNow(), cancellationToken));

    /// <summary>Those that wait, to which some names or data point, by their identity.</summary>
    public Task<IReadOnlyDictionary<Guid, MarkProposal>> AboutAsync(
        IEnumerable<Markable> marked, CancellationToken cancellationToken) =>
        store.ReadAsync(d => ProposedMarks.OfAsync(d, marked, clock.GetUtcNow(), cancellationToken));

    /// <summary>One proposal, and a page of the names that it is about, in their order; data are few, and all on one page.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="after">The name behind which the page begins; null for the first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">There is no such proposal.</exception>
    public Task<MarkProposalDetail> OfAsync(Guid id, DomainName? after, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        MarkProposal proposal = await d.MarkProposals.SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no proposal {id}.");
        IQueryable<Asset> named = d.Assets.Where(a => a.ProposalId == id);
        int count = await named.CountAsync(cancellationToken);
        string? last = after?.ToString();
        List<Asset> names = await (last is null ? named : named.Where(a => ((string)(object)a.Name).CompareTo(last) > 0))
            .OrderBy(a => a.Name).Take(NamesOfPage + 1).ToListAsync(cancellationToken);
        List<MarkedData> data = await d.Data.Where(m => m.ProposalId == id).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        return new MarkProposalDetail(
            proposal, names[..Math.Min(names.Count, NamesOfPage)], data, count + data.Count, names.Count > NamesOfPage);
    });
}
