using DigitalEmblem.Discovery;
using System.Globalization;

namespace DigitalEmblem.Extensions;

/// <summary>
/// A look-up that first asks a cache. Records are kept no longer than their time to live. The answer that there are none is kept for a
/// short time, and a failed look-up is not kept. An answer from the cache says so among its attempts. It is authenticated only if a
/// resolver that this very process trusts told it so.
/// </summary>
public sealed class CachedLookup : IDnsLookup
{
    private readonly IDnsLookup _inner;
    private readonly string _identity;
    private readonly EmblemCache _cache;

    /// <summary>A look-up over another.</summary>
    /// <param name="inner">Answers what the cache does not have.</param>
    /// <param name="identity">
    /// What its answers depend on beside the question: <see cref="DnsExchange.Identity"/> or <see cref="LookupClientExchange.Identity"/>.
    /// Only look-ups of the same identity share answers.
    /// </param>
    /// <param name="cache">The cache.</param>
    public CachedLookup(IDnsLookup inner, string identity, EmblemCache cache)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(identity);
        ArgumentNullException.ThrowIfNull(cache);
        _inner = inner;
        _identity = identity;
        _cache = cache;
    }

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        string key = _cache.KeyOf("dns", _identity, name.ToString(), type.ToString(CultureInfo.InvariantCulture));
        CacheEntry entry = await _cache.FindOrAskAsync(
            key, c => AskAsync(key, name, type, c), _cache.Options.MaxAge, cancellationToken).ConfigureAwait(false);
        return entry.Asked ?? Kept(entry, type) ?? (await AskAsync(key, name, type, cancellationToken).ConfigureAwait(false)).Asked!;
    }

    private async ValueTask<CacheEntry> AskAsync(string key, DomainName name, ushort type, CancellationToken cancellationToken)
    {
        LookupAnswer answer = await _inner.LookUpAsync(name, type, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _cache.Clock.GetUtcNow();
        var entry = new CacheEntry { Key = key, StoredAt = now, ExpiresAt = now + AgeOf(answer), Authenticated = answer.Authenticated };
        if (entry.ExpiresAt > now)
        {
            // An authenticated answer is not shared: other processes would not take it for authenticated, so it is better that they ask.
            await _cache.PutAsync(
                entry with { Content = LookupAnswerCodec.Write(answer) },
                share: !answer.Authenticated,
                cancellationToken).ConfigureAwait(false);
        }

        return entry with { Asked = answer with { Exposure = [.. answer.Exposure, .. SecondLevel()] } };
    }

    private LookupAnswer? Kept(CacheEntry entry, ushort type)
    {
        TimeSpan age = _cache.Clock.GetUtcNow() - entry.StoredAt;
        string from = entry.FromSecondLevel ? "the shared cache" : "the cache";
        return LookupAnswerCodec.Read(entry.Content) is not { } answer
            ? null
            : answer with
            {
                FromCache = true,
                Authenticated = entry.Authenticated,
                TimeToLive = answer.TimeToLive is { } ttl ? (ttl > age ? ttl - age : TimeSpan.Zero) : null,
                Attempts = [string.Create(
                    CultureInfo.InvariantCulture, $"from {from}, {(long)age.TotalSeconds} s old, type {type}: {answer.Outcome}")],
                Exposure = entry.FromSecondLevel ? SecondLevel() : [],
            };
    }

    private TimeSpan AgeOf(LookupAnswer answer) => answer.Outcome switch
    {
        LookupOutcome.Found when answer.TimeToLive is { } ttl => ttl < _cache.Options.MaxAge ? ttl : _cache.Options.MaxAge,
        LookupOutcome.NoData or LookupOutcome.NameNotFound => _cache.Options.MaxNegativeAge,
        _ => TimeSpan.Zero,
    };

    private string[] SecondLevel() => _cache.Exposure is { } exposure ? [exposure] : [];
}
