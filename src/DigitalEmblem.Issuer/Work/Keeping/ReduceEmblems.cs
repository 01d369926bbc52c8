using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keeping;

/// <summary>
/// Reduces emblems that ended long ago to their digests, and removes chains on which none rests any more. The digest of a set stays,
/// because it tells later which records in the DNS were ours; the digest of each token stands in the journal.
/// </summary>
internal sealed class ReduceEmblems(IssuerStore store, RetentionOptions options, TimeProvider clock)
{
    private const int AtOnce = 5000;

    private readonly PacedChanges _pages = new(store);

    /// <summary>Does all that is due.</summary>
    /// <returns>How many emblems were reduced, and how many chains removed.</returns>
    public async Task<(int Emblems, int Chains)> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset before = clock.GetUtcNow() - options.Tokens;
        (int emblems, int chains) = (0, 0);
        Guid after = Guid.Empty;
        while (await DueAsync(after, before, cancellationToken) is { Count: > 0 } due)
        {
            for (int done = 0; done < due.Count;)
            {
                int from = done;
                done += await _pages.PageAsync(
                    (change, count) => ReduceAsync(change, due.GetRange(from, Math.Min(count, due.Count - from)), cancellationToken),
                    cancellationToken);
            }

            (emblems, after) = (emblems + due.Count, due[^1]);
        }

        foreach (Guid chain in await UnusedAsync(before, cancellationToken))
        {
            chains += await _pages.PageAsync((change, _) => RemoveAsync(change, chain, cancellationToken), cancellationToken);
        }

        return (emblems, chains);
    }

    private Task<List<Guid>> DueAsync(Guid after, DateTimeOffset before, CancellationToken cancellationToken) => store.ReadAsync(
        d => d.Emblems.Where(e => e.Id.CompareTo(after) > 0 && e.Expires < before && (e.Token != null || e.JwsToken != null)
                && !d.Assets.Any(a => a.EmblemId == e.Id))
            .OrderBy(e => e.Id).Select(e => e.Id).Take(AtOnce).ToListAsync(cancellationToken));

    private static async Task<int> ReduceAsync(Change change, List<Guid> ids, CancellationToken cancellationToken)
    {
        List<IssuedEmblem> page = await change.Database.Emblems.Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken);
        page.ForEach(e => e.Reduce());
        change.Journal("emblems.reduced", $"{page.Count} emblems");
        return ids.Count;
    }

    private Task<List<Guid>> UnusedAsync(DateTimeOffset before, CancellationToken cancellationToken) => store.ReadAsync(
        d => Unused(d, before).Select(c => c.Id).ToListAsync(cancellationToken));

    private static async Task<int> RemoveAsync(Change change, Guid id, CancellationToken cancellationToken)
    {
        // Nothing new rests on a chain that has ended.
        if (await change.Database.Chains.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } chain)
        {
            return 0;
        }

        change.Database.Remove(chain);
        change.Journal("chain.removed", Convert.ToHexStringLower(chain.Digest));
        return 1;
    }

    private static IQueryable<IssuedChain> Unused(IssuerContext database, DateTimeOffset before) => database.Chains.Where(
        c => c.Expires < before
            && !database.Emblems.Any(e => e.ChainId == c.Id || e.JwsChainId == c.Id) && !database.Signs.Any(s => s.ChainId == c.Id));
}
