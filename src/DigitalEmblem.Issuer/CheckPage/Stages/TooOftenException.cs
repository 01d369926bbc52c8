using System.Globalization;

namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>There is no room in the budgets now. Nothing was asked.</summary>
/// <param name="wait">How long to wait.</param>
internal sealed class TooOftenException(TimeSpan wait) : Exception("Too often.")
{
    /// <summary>How long to wait, in whole seconds, at least one.</summary>
    public long Seconds { get; } = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));

    /// <summary>One for a request, whose answer says when to come back.</summary>
    public static TooOftenException At(HttpContext context, TimeSpan wait)
    {
        var often = new TooOftenException(wait);
        context.Response.Headers.RetryAfter = often.Seconds.ToString(CultureInfo.InvariantCulture);
        return often;
    }
}
