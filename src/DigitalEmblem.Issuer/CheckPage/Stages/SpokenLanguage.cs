using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>The first part of a path: one of the languages in which there are texts, as it is written in links.</summary>
internal sealed class SpokenLanguage : IRouteConstraint
{
    /// <summary>Its name in the patterns of paths.</summary>
    public const string Name = "spoken";

    /// <summary>The name of the part.</summary>
    public const string Part = "language";

    /// <summary>The language of a path; null if it has none.</summary>
    public static Language? Of(PathString path)
    {
        string first = (path.Value ?? "").TrimStart('/').Split('/')[0];
        return Language.Spoken.FirstOrDefault(l => l.Tag == first);
    }

    /// <inheritdoc/>
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out object? value) && Language.Spoken.Any(l => l.Tag == value as string);
}
