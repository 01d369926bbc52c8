using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Makes new emblems due for all marked assets, a page of them a change: one change of a hundred thousand rows would keep everything else
/// from the database for seconds. How far it is stands in the database, so that another instance goes on after a crash.
/// </summary>
internal sealed class RefreshEmblems(IssuerStore store)
{
    private readonly PacedChanges _pages = new(store);

    /// <summary>Asks for it, as a part of the change that makes it necessary. It begins anew if it is under way.</summary>
    // By a statement, so that the version stays which people have seen: it is no change of the organization.
    public static Task AskAsync(Change change, CancellationToken cancellationToken) => SetAsync(change, Guid.Empty, cancellationToken);

    /// <summary>Does all that was asked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(d => d.Organizations.AnyAsync(o => o.RefreshedTo != null, cancellationToken)))
        {
            await _pages.PageAsync((change, count) => PageAsync(change, count, cancellationToken), cancellationToken);
        }
    }

    private static async Task<int> PageAsync(Change change, int count, CancellationToken cancellationToken)
    {
        if (await change.Database.Organizations.Select(o => o.RefreshedTo).FirstOrDefaultAsync(cancellationToken) is not { } after)
        {
            return 0;
        }

        List<Guid> ids = await change.Database.Assets.Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Select(a => a.Id)
            .Take(count).ToListAsync(cancellationToken);
        // An emblem that is being signed now was begun before: without its lease it is not recorded, and signed anew.
        await change.Database.Assets.Where(a => ids.Contains(a.Id) && a.State == AssetState.Marked).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.RenewAt, change.Now).SetProperty(a => a.Lease, Lease.None)
                .SetProperty(a => a.Version, new Guid(RandomNumberGenerator.GetBytes(16))),
            cancellationToken);
        await SetAsync(change, ids.Count < count ? null : ids[^1], cancellationToken);
        return ids.Count;
    }

    private static Task<int> SetAsync(Change change, Guid? to, CancellationToken cancellationToken) =>
        change.Database.Organizations.ExecuteUpdateAsync(s => s.SetProperty(o => o.RefreshedTo, to), cancellationToken);
}
