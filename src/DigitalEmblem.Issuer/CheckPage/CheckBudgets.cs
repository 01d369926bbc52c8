using System.Net;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>
/// Bounds how many checks strangers can have made: of one network, of all together, and at once. Addresses are neither logged nor kept: a
/// network is a number that a key of this process makes of it, and shares its budget with others of the same number.
/// </summary>
internal sealed class CheckBudgets : IDisposable
{
    // Bounds the memory: so many limiters at most, each some hundred bytes.
    private const int Networks = 4096;

    // The owner of a /48 of IPv6 has 65,536 networks, which would use up the budget of all together: they have this part of it.
    private const int PartOfSite = 4;

    /// <summary>How long to wait where all places are taken.</summary>
    public static readonly TimeSpan UntilAPlace = TimeSpan.FromSeconds(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PartitionedRateLimiter<int> _ofNetwork, _ofSite;
    private readonly TokenBucketRateLimiter _inAll;
    private readonly ConcurrencyLimiter _atOnce, _readAtOnce;

    public CheckBudgets(CheckOptions options)
    {
        _ofNetwork = PartitionedRateLimiter.Create<int, int>(
            network => RateLimitPartition.GetTokenBucketLimiter(network, _ => Bucket(options.PerMinute)));
        _ofSite = PartitionedRateLimiter.Create<int, int>(
            site => RateLimitPartition.GetTokenBucketLimiter(
                site, _ => Bucket(Math.Max(options.PerMinute, options.PerMinuteInAll / PartOfSite))));
        _inAll = new TokenBucketRateLimiter(Bucket(options.PerMinuteInAll));
        _atOnce = AtOnce(options);
        _readAtOnce = AtOnce(options);
    }

    /// <summary>Takes a check out of the budgets.</summary>
    /// <param name="from">Where the request comes from.</param>
    /// <returns>The place of the check, which its end gives back; or how long to wait.</returns>
    public (IDisposable? Place, TimeSpan Wait) Take(IPAddress from)
    {
        // First what costs nothing: a check that has no place must not use a budget up.
        RateLimitLease place = _atOnce.AttemptAcquire();
        if (!place.IsAcquired)
        {
            place.Dispose();
            return (null, UntilAPlace);
        }

        // A network beyond its budget must not use up that of all.
        using RateLimitLease network = _ofNetwork.AttemptAcquire(NumberOf(ClientNetwork.Of(from)));
        using RateLimitLease? site = network.IsAcquired ? _ofSite.AttemptAcquire(NumberOf(ClientNetwork.SiteOf(from))) : null;
        using RateLimitLease? all = site is { IsAcquired: true } ? _inAll.AttemptAcquire() : null;
        if (all is { IsAcquired: true })
        {
            return (place, TimeSpan.Zero);
        }

        place.Dispose();
        return (null, (all ?? site ?? network).TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromMinutes(1));
    }

    /// <summary>
    /// Takes a place to read evidence that came back: a stranger can write it, and little of it unpacks to megabytes. It has places of its
    /// own, so that downloads keep no check waiting.
    /// </summary>
    /// <returns>The place, which the end of the download gives back; null if none is free.</returns>
    public IDisposable? TakeToRead()
    {
        RateLimitLease place = _readAtOnce.AttemptAcquire();
        if (place.IsAcquired)
        {
            return place;
        }

        place.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ofNetwork.Dispose();
        _ofSite.Dispose();
        _inAll.Dispose();
        _atOnce.Dispose();
        _readAtOnce.Dispose();
    }

    private int NumberOf(ReadOnlySpan<byte> network)
    {
        byte[] digest = HMACSHA256.HashData(_key, network);
        return ((digest[0] << 8) | digest[1]) % Networks;
    }

    private static ConcurrencyLimiter AtOnce(CheckOptions options) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = options.AtOnce, QueueLimit = 0 });

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
