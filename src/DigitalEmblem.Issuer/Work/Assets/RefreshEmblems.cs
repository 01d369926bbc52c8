using System.Linq.Expressions;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Makes new emblems due for all marked names and data, a page of them a change: one change of a hundred thousand rows would keep
/// everything else from the database for seconds. How far it is stands in the database, so that another instance goes on after a crash.
/// </summary>
internal sealed class RefreshEmblems(IssuerStore store)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Asks for it, as a part of the change that makes it necessary. It begins anew if it is under way.</summary>
    // By a statement, so that the version stays which people have seen: it is no change of the organization.
    public static Task AskAsync(Change change, CancellationToken cancellationToken) => change.Database.Organizations.ExecuteUpdateAsync(
        s => s.SetProperty(o => o.RefreshedTo, (Guid?)Guid.Empty).SetProperty(o => o.RefreshedDataTo, (Guid?)Guid.Empty),
        cancellationToken);

    /// <summary>Does all that was asked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(d => d.Organizations.AnyAsync(o => o.RefreshedTo != null, cancellationToken)))
        {
            await _pages.PageAsync(
                (change, count) => PageAsync<Asset>(change, o => o.RefreshedTo, count, cancellationToken), cancellationToken);
        }

        while (await store.ReadAsync(d => d.Organizations.AnyAsync(o => o.RefreshedDataTo != null, cancellationToken)))
        {
            await _pages.PageAsync(
                (change, count) => PageAsync<MarkedData>(change, o => o.RefreshedDataTo, count, cancellationToken), cancellationToken);
        }
    }

    private static async Task<int> PageAsync<T>(
        Change change, Expression<Func<Organization, Guid?>> cursor, int count, CancellationToken cancellationToken)
        where T : Markable
    {
        if (await change.Database.Organizations.Select(cursor).FirstOrDefaultAsync(cancellationToken) is not { } after)
        {
            return 0;
        }

        List<Guid> ids = await change.Database.Set<T>().Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Select(a => a.Id)
            .Take(count).ToListAsync(cancellationToken);
        // An emblem that is being signed now was begun before: without its lease it is not recorded, and signed anew.
        await change.Database.Set<T>().Where(a => ids.Contains(a.Id) && a.State == AssetState.Marked).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.RenewAt, change.Now).SetProperty(a => a.Lease, Lease.None)
                .SetProperty(a => a.Version, new Guid(RandomNumberGenerator.GetBytes(16))),
            cancellationToken);
        Guid? to = ids.Count < count ? null : ids[^1];
        await change.Database.Organizations.ExecuteUpdateAsync(s => s.SetProperty(cursor, to), cancellationToken);
        return ids.Count;
    }
}
