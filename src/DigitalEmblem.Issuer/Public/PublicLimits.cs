using System.Net;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Public;

/// <summary>
/// Bounds what strangers can take of the service on the public address: connections, and requests of one network. Addresses are neither
/// logged nor kept: a network is a number that a key of this process makes of it, and shares its bound with others of the same number.
/// </summary>
/// <param name="connections">How many connections are open at once.</param>
/// <param name="perSecond">How many requests of one network are answered in a second, on average.</param>
internal sealed class PublicLimits(int connections, int perSecond) : IDisposable
{
    // Bounds the memory: so many limiters at most, each some hundred bytes.
    private const int Networks = 4096;

    // A page with many names asks for all of them together.
    private const int Burst = 10;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PartitionedRateLimiter<int> _requests = PartitionedRateLimiter.Create<int, int>(
        network => RateLimitPartition.GetTokenBucketLimiter(network, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * Burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        }));

    private int _open;

    /// <summary>Counts a connection that opens.</summary>
    /// <returns>Whether there is room for it.</returns>
    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= connections)
        {
            return true;
        }

        Close();
        return false;
    }

    /// <summary>Counts a connection that closes.</summary>
    public void Close() => Interlocked.Decrement(ref _open);

    /// <summary>Whether a request from an address is answered now. Those of this machine are: a proxy here has bounds of its own.</summary>
    public bool MayAsk(IPAddress? from)
    {
        if (from is null || IPAddress.IsLoopback(from))
        {
            return true;
        }

        using RateLimitLease lease = _requests.AttemptAcquire(NetworkOf(from));
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _requests.Dispose();

    private int NetworkOf(IPAddress address)
    {
        byte[] digest = HMACSHA256.HashData(_key, ClientNetwork.Of(address));
        return ((digest[0] << 8) | digest[1]) % Networks;
    }
}
