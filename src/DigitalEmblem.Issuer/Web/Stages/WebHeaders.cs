namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>Puts the headers on every answer of the pages, faults among them, that bound what a browser does with it.</summary>
/// <param name="next">The next stage.</param>
/// <param name="origin">The origin of the pages.</param>
internal sealed class WebHeaders(RequestDelegate next, WebOrigin origin)
{
    /// <summary>Nothing is loaded, run, framed or sent except what this service itself serves; no script makes markup of text.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types 'none'";

    // A year: browsers then ask this name by https only.
    private const string AlwaysTls = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // With no-referrer, browsers send "Origin: null" with forms.
            headers["Referrer-Policy"] = "same-origin";
            if (origin.IsSecure)
            {
                headers.StrictTransportSecurity = AlwaysTls;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
