using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;

namespace DigitalEmblem.Extensions;

/// <summary>
/// An application's hybrid cache as the second level of ours. It sees keys and entries as any second level does: hashed and sealed
/// (<see cref="SealedEntries"/>). Our own first level stays, because the sealed form does not hold what this process alone may know.
/// </summary>
internal sealed class HybridSecondLevel(HybridCache cache) : IDistributedCache
{
    private static readonly HybridCacheEntryOptions AskNobody = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await cache.GetOrCreateAsync(
        key, _ => ValueTask.FromResult<byte[]?>(null), AskNobody, cancellationToken: token).ConfigureAwait(false);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Entries of our first level always say for how long they are kept.
        var entry = new HybridCacheEntryOptions
        {
            Expiration = options.AbsoluteExpirationRelativeToNow,
            LocalCacheExpiration = options.AbsoluteExpirationRelativeToNow
        };
        return cache.SetAsync(key, value, entry, cancellationToken: token).AsTask();
    }

    public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token).AsTask();

    // Entries do not slide.
    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public void Refresh(string key)
    {
    }

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        SetAsync(key, value, options).GetAwaiter().GetResult();

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();
}
