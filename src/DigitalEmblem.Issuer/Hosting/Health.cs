using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The health endpoints for a process supervisor and a load balancer. They give no reasons, which are for the API's users only.
/// </summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder health = app.MapGroup("/health").OnPublicListener().AllowAnonymous().ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Text("alive\n"));
        health.MapGet("/ready", AskAsync);
    }

    private static async Task<ContentHttpResult> AskAsync(Readiness readiness, CancellationToken cancellationToken) =>
        await readiness.FaultsAsync(cancellationToken) is { Count: > 0 }
            ? TypedResults.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Text("ready\n");
}
