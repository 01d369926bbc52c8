namespace DigitalEmblem.Issuer.Api;

/// <summary>Notes every call that was not let in: without or with a useless key, without the role, too often, or with too much.</summary>
internal sealed class DeniedCalls(RequestDelegate next, DenialBook book)
{
    /// <summary>Under this name the authentication leaves whose key it was that is no longer in force.</summary>
    public static readonly object FormerHolder = new();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode is 401 or 403 or 413 or 429)
        {
            string? who = context.User.Identity is { IsAuthenticated: true } known ? known.Name : context.Items[FormerHolder] as string;
            book.Note(who, RouteOf(context), context.Response.StatusCode);
        }
    }

    /// <summary>What was called: a method and the pattern of an endpoint, never what a caller wrote.</summary>
    public static string RouteOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? $"{context.Request.Method} {endpoint.RoutePattern.RawText}" : "none";
}
