using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// The time zone that was chosen in this browser. Every instant is shown in UTC, because tokens and records have it, and in this zone
/// beside it.
/// </summary>
internal static class PageZone
{
    /// <summary>The cookie of the choice.</summary>
    public static readonly CookieBuilder Cookie = new HostCookie("zone") { Expiration = TimeSpan.FromDays(365) };

    private const int LongestName = 64;
    private static readonly object Known = new();

    /// <summary>The zones to choose from, by their names (IANA), UTC first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        TimeZoneInfo.Utc.Id,
        .. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal)
            && !z.Id.StartsWith("Etc/", StringComparison.Ordinal)).Select(z => z.Id).Order(StringComparer.Ordinal),
    ];

    /// <summary>The zone of a request; UTC if none was chosen.</summary>
    public static TimeZoneInfo Of(HttpContext context) =>
        context.Items[Known] as TimeZoneInfo ?? (TimeZoneInfo)(context.Items[Known] =
            TryFind(context.Request.Cookies[Cookie.Name!], out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc)!;

    /// <summary>Takes a zone for this request, whatever was chosen in the browser.</summary>
    public static void Take(HttpContext context, TimeZoneInfo zone) => context.Items[Known] = zone;

    /// <summary>Keeps a choice in this browser.</summary>
    public static void Choose(HttpContext context, TimeZoneInfo zone) =>
        context.Response.Cookies.Append(Cookie.Name!, zone.Id, Cookie.Build(context));

    /// <summary>Finds a zone by its name.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name is { Length: > 0 and <= LongestName } && Names.Contains(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }
}
