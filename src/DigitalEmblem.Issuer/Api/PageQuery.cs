using System.Linq.Expressions;
using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Which part of a list is asked for: what was made after something, in the order in which it was made.</summary>
/// <param name="After">The id of the last one of the part before.</param>
/// <param name="Limit">How many, 1 to 1,000; 100 if left out.</param>
internal sealed record PageQuery([FromQuery(Name = "after")] Guid? After, [FromQuery(Name = "limit")] int? Limit)
{
    /// <summary>How many are asked for.</summary>
    public int Count => Checked(Limit);

    public static int Checked(int? limit) =>
        (limit ?? 100) is var count and >= 1 and <= 1000
            ? count
            : throw new ApiException(ProblemKind.Malformed, "limit lies between 1 and 1,000.");

    /// <summary>Takes the part.</summary>
    public Task<Page<TView>> OfAsync<T, TView>(IQueryable<T> all, Func<T, TView> view, CancellationToken cancellationToken)
        where T : Entity =>
        OfAsync(After is { } after ? all.Where(e => e.Id.CompareTo(after) > 0) : all, e => e.Id, e => e.Id, view, cancellationToken);

    /// <summary>Takes the part of a list that begins after <see cref="After"/> already.</summary>
    public async Task<Page<TView>> OfAsync<T, TView>(
        IQueryable<T> rest, Expression<Func<T, Guid>> order, Func<T, Guid> id, Func<T, TView> view, CancellationToken cancellationToken)
    {
        int count = Count;
        List<T> found = await rest.OrderBy(order).Take(count + 1).ToListAsync(cancellationToken);
        return new Page<TView>([.. found.Take(count).Select(view)], found.Count > count ? id(found[count - 1]) : null);
    }
}
