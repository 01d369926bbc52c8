using System.Threading.RateLimiting;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Bounds how often each caller uses the API. It ends with the service: each limiter has a timer, which would otherwise go on as long as
/// the process.
/// </summary>
internal sealed class CallLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _often;
    private readonly PartitionedRateLimiter<HttpContext> _atOnce;
    private readonly PartitionedRateLimiter<HttpContext> _both;

    public CallLimiter(AccessLimits limits)
    {
        _often = PartitionedRateLimiter.Create<HttpContext, string>(c => c.User.Identity is { IsAuthenticated: true, Name: { } name }
            ? RateLimitPartition.GetTokenBucketLimiter(name, _ => Bucket(limits.PerMinute))
            : RateLimitPartition.GetTokenBucketLimiter("", _ => Bucket(limits.UnknownPerMinute)));
        _atOnce = PartitionedRateLimiter.Create<HttpContext, string>(c => c.User.Identity is { IsAuthenticated: true, Name: { } name }
            ? RateLimitPartition.GetConcurrencyLimiter(
                name, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.AtOnce, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
        _both = PartitionedRateLimiter.CreateChained(_often, _atOnce);
    }

    /// <summary>Asks whether a call is answered now. The lease is held until the call ends.</summary>
    public RateLimitLease Acquire(HttpContext context) => _both.AttemptAcquire(context);

    /// <inheritdoc/>
    public void Dispose()
    {
        _both.Dispose();
        _often.Dispose();
        _atOnce.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) =>
        new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
            AutoReplenishment = true,
        };
}
