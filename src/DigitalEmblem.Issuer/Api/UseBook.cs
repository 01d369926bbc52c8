using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Notes in which hour API keys were last used, so that keys that nobody uses are found, and times of work are not. It is written once a
/// minute, so that no call waits for it; a process that is killed loses the uses of up to a minute.
/// </summary>
internal sealed class UseBook(IssuerStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = [];

    /// <summary>A key was used.</summary>
    public void Note(ApiKey key)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (key.IsUseNewAt(now))
        {
            _used[key.Id] = ApiKey.HourOf(now);
        }
    }

    /// <summary>Writes the uses since the last time.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        KeyValuePair<Guid, DateTimeOffset>[] used = [.. _used];
        if (used.Length == 0)
        {
            return false;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach ((Guid id, DateTimeOffset at) in used)
                {
                    DateTimeOffset? hour = at;
                    // The version stays: a use refuses nobody who revokes the key. Another instance may have noted a later one.
                    await change.Database.ApiKeys.Where(k => k.Id == id && (k.LastUsedAt == null || k.LastUsedAt < hour))
                        .ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, hour), cancellationToken);
                }
            },
            cancellationToken);
        foreach (KeyValuePair<Guid, DateTimeOffset> one in used)
        {
            // One that was used in a later hour meanwhile stays.
            _used.TryRemove(one);
        }

        return true;
    }
}
