using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace DigitalEmblem.Issuer.Public;

/// <summary>
/// The sets for the answers of the public address, from the database through a cache. The cache also keeps misses, so that many requests
/// for unknown names cost little. It is bounded in size and in time, so that no requested name is kept for long.
/// </summary>
internal sealed class WellKnownSets(IssuerStore store, TimeProvider clock) : IDisposable
{
    /// <summary>How long an answer is kept here. A withdrawn emblem may still be in answers for this time.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private const int CacheBytes = 16 << 20;
    private const int EntryBytes = 512;
    private const int DatabaseReaders = 4;

    // Used when no target holds the name.
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _cache = new(
        new MemoryCacheOptions { SizeLimit = CacheBytes, ExpirationScanFrequency = TimeSpan.FromSeconds(10) });
    private readonly SemaphoreSlim _readers = new(DatabaseReaders);

    /// <summary>The set of a name; null if the name is not a marked asset with an emblem in force.</summary>
    public async Task<WellKnownSet?> FindAsync(DomainName name, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_cache.TryGetValue(name, out Entry? kept) && kept!.Until > now && kept.Until - now <= Kept)
        {
            return kept.Set is { } set && now < set.Expires ? set : null;
        }

        await _readers.WaitAsync(cancellationToken);
        try
        {
            WellKnownSet? found = await store.ReadAsync(d => ReadAsync(d, name, now, cancellationToken));
            _cache.Set(
                name,
                new Entry(found, now + Kept),
                new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = EntryBytes + (found?.Bundle.Length ?? 0) });
            return found;
        }
        finally
        {
            _readers.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        _readers.Dispose();
    }

    private static async Task<WellKnownSet?> ReadAsync(
        IssuerContext database, DomainName name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Assets.SingleOrDefaultAsync(
            a => a.Name == name && a.State == AssetState.Marked, cancellationToken) is not { } asset)
        {
            return null;
        }

        EmblemSets sets = await EmblemSets.LoadAsync(database, [asset], now, cancellationToken);
        // One profile only, because a resource is one source; CWT if there is one, as the present drafts have it.
        if (sets.TryOf(asset) is not [var set, ..])
        {
            return null;
        }

        int? ttl = PublicationTarget.AllFor(name, await database.Targets.ToListAsync(cancellationToken)).Max(t => (int?)t.Ttl);
        return new WellKnownSet(
            set.ToFile(), set.MediaType, sets.EmblemOf(asset)!.Expires, ttl is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTtl);
    }

    private sealed record Entry(WellKnownSet? Set, DateTimeOffset Until);
}
