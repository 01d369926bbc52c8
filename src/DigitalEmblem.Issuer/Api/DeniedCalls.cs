namespace DigitalEmblem.Issuer.Api;

/// <summary>Notes every denied call: without a valid key, without the role, too often, or with a body that is too large.</summary>
internal sealed class DeniedCalls(RequestDelegate next, DenialBook book)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode is 401 or 403 or 413 or 429)
        {
            (string? who, string? why) = context.User.Identity is { IsAuthenticated: true } known ? (known.Name, null)
                : context.Items[typeof(FormerHolder)] is FormerHolder former ? (former.Handle, former.Why)
                : ((string?)null, (string?)null);
            book.Note(who, RouteOf(context), context.Response.StatusCode, why);
        }
    }

    /// <summary>The method and the pattern of the endpoint. The caller's own text is left out.</summary>
    public static string RouteOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint ? $"{context.Request.Method} {endpoint.RoutePattern.RawText}" : "none";
}
