using DigitalEmblem.Discovery;

namespace DigitalEmblem.Extensions;

/// <summary>A look-up over a cache, with a count of what the cache had.</summary>
internal sealed class ObservedCache(CachedLookup inner, Observer observer) : IDnsLookup
{
    public const string Kind = "dns";

    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        LookupAnswer answer = await inner.LookUpAsync(name, type, cancellationToken).ConfigureAwait(false);
        observer.CacheAsked(Kind, answer.FromCache ? 1 : 0, answer.FromCache ? 0 : 1);
        return answer;
    }
}
