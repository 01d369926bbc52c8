using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace DigitalEmblem.Verifier;

/// <summary>
/// What was learned from DNS and about commitments, kept for a short time: in this process, and if a Redis is named, shared with other processes of one organization. A cache that cannot be reached is slower, and not an error. What
/// whoever reads or writes it can do stands in SECURITY.md. Safe for concurrent use.
/// </summary>
public sealed class EmblemCache : IDisposable
{
    private const HybridCacheEntryFlags ReadOnly = HybridCacheEntryFlags.DisableLocalCacheWrite | HybridCacheEntryFlags.DisableDistributedCacheWrite;
    private static readonly TimeSpan RedisTimeout = TimeSpan.FromSeconds(1);
    private static readonly HybridCacheEntryOptions Read = new() { Flags = ReadOnly };
    private static readonly HybridCacheEntryOptions ReadAndAskNobody = new() { Flags = ReadOnly | HybridCacheEntryFlags.DisableUnderlyingData };

    private readonly SealedEntries _entries;
    private readonly ServiceProvider _services;
    private readonly HybridCache _cache;

    /// <summary>A cache. Redis is connected to when it is first needed.</summary>
    /// <param name="options">What is kept and for how long; null for the defaults, in this process only.</param>
    /// <param name="clock">The clock by which entries age.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or Redis is named without a secret.</exception>
    public EmblemCache(EmblemCacheOptions? options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Options = (options ?? new EmblemCacheOptions()).Checked();
        Clock = clock;
        _entries = new SealedEntries(Options.SecretBytes() ?? RandomNumberGenerator.GetBytes(EmblemCacheOptions.MinSecretBytes));
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddMemoryCache(memory => memory.SizeLimit = Options.MemoryBytes);
        services.AddHybridCache(hybrid =>
        {
            hybrid.MaximumPayloadBytes = SealedEntries.MaxBytes;
            hybrid.ReportTagMetrics = false;
        }).AddSerializer<CacheEntry>(_entries);
        if (Options.Redis is { } redis)
        {
            services.AddStackExchangeRedisCache(shared =>
            {
                shared.InstanceName = "emblem:";
                shared.ConfigurationOptions = Connection(redis);
            });
        }

        _services = services.BuildServiceProvider();
        _cache = _services.GetRequiredService<HybridCache>();
    }

    /// <summary>Who learns something when a question goes to the second level; null without one.</summary>
    internal string? Exposure => Options.Redis is null
        ? null
        : "Whoever runs or watches the shared cache learns that this machine asked it for something, and when; not for which name, unless they know its secret.";

    internal EmblemCacheOptions Options { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Closes the connection to Redis.</summary>
    public void Dispose() => _services.Dispose();

    internal string KeyOf(string kind, params string[] parts) => _entries.KeyOf(kind, parts);

    /// <summary>What is kept; else what <paramref name="ask"/> gives, asked once for all who wait for the same. Keeps nothing itself: how long an answer counts is known only when it is there.</summary>
    internal async ValueTask<CacheEntry> FindOrAskAsync(string key, Func<CancellationToken, ValueTask<CacheEntry>> ask, TimeSpan longest, CancellationToken cancellation)
    {
        CacheEntry found = await _cache.GetOrCreateAsync(key, ask, Read, cancellationToken: cancellation).ConfigureAwait(false);
        return found.Asked is not null || await CountsAsync(found, key, longest, cancellation).ConfigureAwait(false) ? found : await ask(cancellation).ConfigureAwait(false);
    }

    /// <summary>What is kept, or null.</summary>
    internal async ValueTask<CacheEntry?> FindAsync(string key, TimeSpan longest, CancellationToken cancellation)
    {
        CacheEntry found = await _cache.GetOrCreateAsync(key, _ => ValueTask.FromResult(CacheEntry.None), ReadAndAskNobody, cancellationToken: cancellation).ConfigureAwait(false) ?? CacheEntry.None;
        return await CountsAsync(found, key, longest, cancellation).ConfigureAwait(false) ? found : null;
    }

    /// <summary>Keeps an entry until it expires.</summary>
    internal ValueTask PutAsync(CacheEntry entry, bool share, CancellationToken cancellation)
    {
        // What expires between the question and here is not kept: nothing is kept for no time.
        TimeSpan age = entry.ExpiresAt - Clock.GetUtcNow();
        return age <= TimeSpan.Zero ? ValueTask.CompletedTask : _cache.SetAsync(
            entry.Key,
            entry,
            new HybridCacheEntryOptions { Expiration = age, LocalCacheExpiration = age, Flags = share ? HybridCacheEntryFlags.None : HybridCacheEntryFlags.DisableDistributedCache },
            cancellationToken: cancellation);
    }

    private async ValueTask<bool> CountsAsync(CacheEntry found, string key, TimeSpan longest, CancellationToken cancellation)
    {
        if (!found.Counts(key, Clock.GetUtcNow(), longest))
        {
            return false;
        }

        if (found.FromSecondLevel)
        {
            await PutAsync(found with { FromSecondLevel = false }, share: false, cancellation).ConfigureAwait(false);
        }

        return true;
    }

    // Without Redis everything must go on as if there were none: no waiting for a connection that is not there, and no queue of what to tell it later.
    private static ConfigurationOptions Connection(string redis)
    {
        var connection = ConfigurationOptions.Parse(redis);
        connection.AbortOnConnectFail = false;
        connection.ConnectTimeout = (int)RedisTimeout.TotalMilliseconds;
        connection.SyncTimeout = (int)RedisTimeout.TotalMilliseconds;
        connection.AsyncTimeout = (int)RedisTimeout.TotalMilliseconds;
        connection.BacklogPolicy = BacklogPolicy.FailFast;
        return connection;
    }
}
