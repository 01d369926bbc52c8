namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>
/// Refuses requests that change something and come from another site, beside the token that each form has. Every browser of the last years
/// sends <c>Sec-Fetch-Site</c> to https and localhost, or at least <c>Origin</c>; a request with neither is refused.
/// </summary>
/// <param name="next">The next stage.</param>
/// <param name="origin">The origin of the pages.</param>
internal sealed class SameOrigin(RequestDelegate next, WebOrigin origin)
{
    private const string FetchSite = "Sec-Fetch-Site", Same = "same-origin";

    public Task InvokeAsync(HttpContext context) => IsSafe(context.Request.Method) || IsFromHere(context.Request.Headers)
        ? next(context)
        : throw new WebFaultException(StatusCodes.Status400BadRequest);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // A header that is there twice is joined with a comma, and so equals nothing.
    private bool IsFromHere(IHeaderDictionary headers)
    {
        string? from = headers.Origin, site = headers[FetchSite];
        return (from ?? site) is not null
            && (from is null || from == origin.ToString())
            && (site is null || site == Same);
    }
}
