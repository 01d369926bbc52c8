using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// The language of a request: the one that was chosen in this browser, or the first one of its own list that is ours, or English. It is in
/// no address, so that links between people work for both.
/// </summary>
internal static class PageLanguage
{
    /// <summary>The cookie of the choice.</summary>
    public static readonly CookieBuilder Cookie = new HostCookie("language") { Expiration = TimeSpan.FromDays(365) };

    private static readonly object Known = new();

    /// <summary>The language.</summary>
    public static Language Of(HttpContext context) =>
        context.Items[Known] as Language ?? (Language)(context.Items[Known] = Read(context.Request))!;

    /// <summary>Takes a language for this request, whatever the browser asks for.</summary>
    public static void Take(HttpContext context, Language language) => context.Items[Known] = language;

    /// <summary>Keeps a choice in this browser.</summary>
    public static void Choose(HttpContext context, Language language) =>
        context.Response.Cookies.Append(Cookie.Name!, language.Tag, Cookie.Build(context));

    /// <summary>The first one of the browser's own list that is ours, or English.</summary>
    public static Language Asked(HttpRequest request) =>
        // Browsers list what their user reads, dearest first; the weights only repeat that order.
        request.GetTypedHeaders().AcceptLanguage.Where(l => l.Quality is null or > 0).OrderByDescending(l => l.Quality ?? 1)
            .Select(l => Language.TryFind(l.Value.Value, out Language? found) ? found : null)
            .FirstOrDefault(l => l is not null) ?? Language.English;

    private static Language Read(HttpRequest request) =>
        Language.TryFind(request.Cookies[Cookie.Name!], out Language? chosen) ? chosen : Asked(request);
}
