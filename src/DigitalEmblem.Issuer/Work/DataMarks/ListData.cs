using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Lists marked data in the order in which they were asked for, and finds one.</summary>
internal sealed class ListData(IssuerStore store)
{
    /// <summary>How many are on a page.</summary>
    public const int OfPage = 50;

    /// <summary>One page.</summary>
    /// <param name="state">Where they stand; null for all.</param>
    /// <param name="after">The one behind which the page begins; null for the first.</param>
    /// <param name="before">The one before which the page ends; not with <paramref name="after"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The data, and whether some come before and behind them.</returns>
    public Task<(IReadOnlyList<MarkedData> Data, bool Before, bool Behind)> RunAsync(
        AssetState? state, Guid? after, Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync<(IReadOnlyList<MarkedData>, bool, bool)>(async d =>
        {
            IQueryable<MarkedData> data = state is { } only ? d.Data.Where(m => m.State == only) : d.Data;
            List<MarkedData> found = before is { } end
                ? await data.Where(m => m.Id.CompareTo(end) < 0).OrderByDescending(m => m.Id).Take(OfPage + 1)
                    .ToListAsync(cancellationToken)
                : await (after is { } begin ? data.Where(m => m.Id.CompareTo(begin) > 0) : data).OrderBy(m => m.Id).Take(OfPage + 1)
                    .ToListAsync(cancellationToken);
            bool areMore = found.Count > OfPage;
            found = found[..Math.Min(found.Count, OfPage)];
            if (before is not null)
            {
                found.Reverse();
            }

            return (found, before is null ? after is not null : areMore, before is not null || areMore);
        });

    /// <summary>Those of a root.</summary>
    /// <exception cref="RefusedException">Nobody has asked to mark it here.</exception>
    public Task<MarkedData> OfAsync(DataRoot root, CancellationToken cancellationToken) => store.DataAsync(root, cancellationToken);
}
