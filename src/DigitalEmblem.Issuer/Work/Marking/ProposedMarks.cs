using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>Which proposals to mark wait for a second officer, and what of names and data they are about.</summary>
internal static class ProposedMarks
{
    /// <summary>Proposals that wait.</summary>
    public static IQueryable<MarkProposal> WhereOpenAt(this IQueryable<MarkProposal> proposals, DateTimeOffset now)
    {
        DateTimeOffset lapsed = now - MarkProposal.Lifetime;
        return proposals.Where(p => p.State == ProposalState.Open && p.ProposedAt > lapsed);
    }

    /// <summary>The proposals that wait, of those to which some names or data point, by their identity.</summary>
    public static async Task<IReadOnlyDictionary<Guid, MarkProposal>> OfAsync(
        IssuerContext database, IEnumerable<Markable> marked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. marked.Select(m => m.ProposalId).OfType<Guid>().Distinct()];
        return ids.Count == 0 ? new Dictionary<Guid, MarkProposal>() : await database.MarkProposals.WhereOpenAt(now)
            .Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellationToken);
    }

    /// <summary>The proposal of a name or data that waits; null if there is none.</summary>
    public static async Task<MarkProposal?> OfAsync(
        IssuerContext database, Markable marked, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await OfAsync(database, [marked], now, cancellationToken)).Values.FirstOrDefault();
}
