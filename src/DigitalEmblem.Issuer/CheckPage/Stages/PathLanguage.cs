using DigitalEmblem.Issuer.Web.Speaking;

namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>
/// Takes the language of the path, or the one that the browser asks for where the path has none, and UTC. No cookie is read, and
/// none is set.
/// </summary>
/// <param name="next">The next stage.</param>
internal sealed class PathLanguage(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        PageLanguage.Take(context, SpokenLanguage.Of(context.Request.Path) ?? PageLanguage.Asked(context.Request));
        PageZone.Take(context, TimeZoneInfo.Utc);
        return next(context);
    }
}
