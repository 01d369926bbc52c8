using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Extensions;

/// <summary>
/// What was learned from DNS and about commitments, kept for a short time: in this process, and shared with other processes of one
/// organization if the application has a distributed cache for that. A shared cache that cannot be reached makes look-ups slower, and is no
/// error. SECURITY.md says what its readers and writers can do. Safe for concurrent use.
/// </summary>
public sealed class EmblemCache : IDisposable
{
    private const HybridCacheEntryFlags ReadOnly =
        HybridCacheEntryFlags.DisableLocalCacheWrite | HybridCacheEntryFlags.DisableDistributedCacheWrite;
    private const string Prefix = "emblem:";
    private static readonly HybridCacheEntryOptions Read = new() { Flags = ReadOnly };
    private static readonly HybridCacheEntryOptions ReadAndAskNobody = new()
    {
        Flags = ReadOnly | HybridCacheEntryFlags.DisableUnderlyingData
    };

    private readonly SealedEntries _entries;
    private readonly ServiceProvider _services;
    private readonly HybridCache _cache;

    /// <summary>A cache.</summary>
    /// <param name="options">What is kept and for how long; null for the defaults, in this process only.</param>
    /// <param name="clock">The clock by which entries age.</param>
    /// <param name="shared">
    /// With <see cref="EmblemCacheOptions.Shared"/>: the cache that several processes share, such as Redis; null without. The caller closes
    /// it, and sets its timeouts: while it does not answer, each question waits for them.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, the cache is to be shared without a secret, or <paramref name="shared"/> does not
    /// go with the options.
    /// </exception>
    public EmblemCache(EmblemCacheOptions? options, TimeProvider clock, IDistributedCache? shared = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Options = (options ?? new EmblemCacheOptions()).Checked();
        if (Options.Shared != shared is not null)
        {
            throw new ArgumentException(
                Options.Shared
                    ? "A cache that is shared needs a distributed cache."
                    : "A distributed cache is given, and the options do not say that the cache is shared.",
                nameof(shared));
        }

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
        if (shared is not null)
        {
            services.AddSingleton(shared);
        }

        _services = services.BuildServiceProvider();
        _cache = _services.GetRequiredService<HybridCache>();
    }

    /// <summary>Who learns something when a question goes to the second level; null without one.</summary>
    internal string? Exposure => !Options.Shared
        ? null
        : "Anyone who runs or watches the shared cache learns that this machine asked it for something, and when; "
            + "not for which name, unless they know its secret.";

    internal EmblemCacheOptions Options { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Frees what is kept. A shared cache stays open.</summary>
    public void Dispose() => _services.Dispose();

    internal string KeyOf(string kind, params string[] parts) => Prefix + _entries.KeyOf(kind, parts);

    /// <summary>
    /// Returns the kept entry, or else what <paramref name="ask"/> gives; all callers that wait for the same key share one question. It
    /// keeps nothing itself, because the lifetime of an answer is known only when the answer is there.
    /// </summary>
    internal async ValueTask<CacheEntry> FindOrAskAsync(
        string key, Func<CancellationToken, ValueTask<CacheEntry>> ask, TimeSpan longest, CancellationToken cancellationToken)
    {
        CacheEntry found = await _cache.GetOrCreateAsync(key, ask, Read, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.Asked is not null || await CountsAsync(found, key, longest, cancellationToken).ConfigureAwait(false)
            ? found
            : await ask(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is kept, or null.</summary>
    internal async ValueTask<CacheEntry?> FindAsync(string key, TimeSpan longest, CancellationToken cancellationToken)
    {
        CacheEntry found = await _cache.GetOrCreateAsync(
            key, _ => ValueTask.FromResult(CacheEntry.None), ReadAndAskNobody, cancellationToken: cancellationToken).ConfigureAwait(false)
            ?? CacheEntry.None;
        return await CountsAsync(found, key, longest, cancellationToken).ConfigureAwait(false) ? found : null;
    }

    /// <summary>Keeps an entry until it expires.</summary>
    internal ValueTask PutAsync(CacheEntry entry, bool share, CancellationToken cancellationToken)
    {
        // An entry that has expired since the question was asked is not kept.
        TimeSpan age = entry.ExpiresAt - Clock.GetUtcNow();
        return age <= TimeSpan.Zero ? ValueTask.CompletedTask : _cache.SetAsync(
            entry.Key,
            entry,
            new HybridCacheEntryOptions
            {
                Expiration = age,
                LocalCacheExpiration = age,
                Flags = share ? HybridCacheEntryFlags.None : HybridCacheEntryFlags.DisableDistributedCache
            },
            cancellationToken: cancellationToken);
    }

    private async ValueTask<bool> CountsAsync(CacheEntry found, string key, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!found.Counts(key, Clock.GetUtcNow(), longest))
        {
            return false;
        }

        if (found.FromSecondLevel)
        {
            await PutAsync(found with { FromSecondLevel = false }, share: false, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
