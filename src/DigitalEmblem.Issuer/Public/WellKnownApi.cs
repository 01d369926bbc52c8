using System.Globalization;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Public;

/// <summary>
/// <c>/.well-known/adem</c> (spec/discovery.md): the set of the asset that the Host header names. The client is not identified, counted or
/// logged: a look-up must not warn the owner of the asset, and third parties could demand a list of those who look.
/// </summary>
internal static class WellKnownApi
{
    /// <summary>The path.</summary>
    public const string Path = "/.well-known/adem";

    public static void MapWellKnown(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)AnswerAsync).OnPublicListener().AllowAnonymous()
            .ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context)
    {
        // Kestrel has refused requests without a host, with several, or with different ones in target and header.
        WellKnownSets sets = context.RequestServices.GetRequiredService<WellKnownSets>();
        WellKnownSet? set = DomainName.TryParse(context.Request.Host.Host, out DomainName? name)
            ? await sets.FindAsync(name, context.RequestAborted)
            : null;
        HttpResponse response = context.Response;
        if (set is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.CacheControl = "no-store";
            return;
        }

        long maxAge = set.MaxAge(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        response.ContentType = set.MediaType;
        response.ContentLength = set.Bundle.Length;
        response.Headers.CacheControl = maxAge == 0 ? "no-store" : string.Create(CultureInfo.InvariantCulture, $"public, max-age={maxAge}");
        response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(set.Bundle, context.RequestAborted);
        }
    }
}
