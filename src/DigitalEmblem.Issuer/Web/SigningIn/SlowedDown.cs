using System.Globalization;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>The answer to a sign-in that came too early (<see cref="SlowDown"/>).</summary>
internal static class SlowedDown
{
    /// <summary>Sets status and header of the answer, and says when to come back.</summary>
    public static Sentence Answer(HttpContext context, TimeSpan wait)
    {
        int seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Sentence.Counting(
            seconds,
            $"Too many tries failed. Try again in 1 second; a passkey works at once.",
            $"Too many tries failed. Try again in {seconds} seconds; a passkey works at once.");
    }
}
