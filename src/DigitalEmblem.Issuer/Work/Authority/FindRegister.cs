using System.Runtime.CompilerServices;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Finds what this authority endorsed, for people: the newest first, a page at a time, or all of it as a list.</summary>
internal sealed class FindRegister(IssuerStore store)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    private const int PartSize = 500;

    /// <summary>A page of the register.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries, and whether more follow.</returns>
    public async Task<(IReadOnlyList<RegisterRow> Rows, bool HasMore)> RunAsync(Guid? after, CancellationToken cancellationToken)
    {
        List<RegisterRow> found = await PartAsync(after, PageSize + 1, cancellationToken);
        return ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    /// <summary>The whole register, read part by part, so that it need not fit into memory.</summary>
    public async IAsyncEnumerable<RegisterRow> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? after = null;
        List<RegisterRow> part;
        do
        {
            part = await PartAsync(after, PartSize, cancellationToken);
            foreach (RegisterRow row in part)
            {
                yield return row;
            }

            after = part.Count > 0 ? part[^1].Given.Id : null;
        }
        while (part.Count == PartSize);
    }

    /// <summary>One entry.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<RegisterRow> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        GivenEndorsement given = await d.Register.FirstOrDefaultAsync(g => g.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is nothing of id {id} in the register.");
        return (await WithApproversAsync(d, [given], cancellationToken))[0];
    });

    private Task<List<RegisterRow>> PartAsync(Guid? after, int count, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        IQueryable<GivenEndorsement> all = after is { } last ? d.Register.Where(g => g.Id.CompareTo(last) < 0) : d.Register;
        return await WithApproversAsync(
            d, await all.OrderByDescending(g => g.Id).Take(count).ToListAsync(cancellationToken), cancellationToken);
    });

    private static async Task<List<RegisterRow>> WithApproversAsync(
        IssuerContext d, List<GivenEndorsement> given, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. given.Select(g => g.ApplicationId).Distinct()];
        Dictionary<Guid, Application> applications = await d.Applications.Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        return [.. given.Select(g => new RegisterRow(
            g, applications.TryGetValue(g.ApplicationId, out Application? a) ? [.. a.Approvals.Select(p => p.Approver)] : []))];
    }
}
