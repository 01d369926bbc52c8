using DigitalEmblem.Issuer.Public;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Puts the limits of the public address into the stages of its connections and requests.</summary>
internal static class PublicLimitsExtensions
{
    /// <summary>Closes connections beyond the limit, before a byte of them is read.</summary>
    public static void Limit(this Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, PublicLimits limits) =>
        listen.Use(next => async connection =>
        {
            if (!limits.TryOpen())
            {
                connection.Abort();
                return;
            }

            try
            {
                await next(connection);
            }
            finally
            {
                limits.Close();
            }
        });

    /// <summary>Answers 429 to a network that asks too often.</summary>
    public static IApplicationBuilder UsePublicLimits(this IApplicationBuilder app, PublicLimits limits) => app.Use((context, next) =>
    {
        if (context.CameInOn() != Listener.Public || limits.MayAsk(context.Connection.RemoteIpAddress))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    });
}
