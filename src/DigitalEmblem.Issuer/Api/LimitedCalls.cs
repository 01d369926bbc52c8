using System.Globalization;
using System.Threading.RateLimiting;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Turns calls away that come too often, and tells when to come again. ASP.NET Core's own stage makes a limiter for single endpoints that
/// nobody can end, with a timer that fires ten times a second for as long as the process lasts.
/// </summary>
internal sealed class LimitedCalls(RequestDelegate next, CallLimiter limiter)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using RateLimitLease lease = limiter.Acquire(context);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromSeconds(1);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
