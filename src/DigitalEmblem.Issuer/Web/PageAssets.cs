using DigitalEmblem.Issuer.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Web;

/// <summary>What the pages load: one stylesheet, an icon and small scripts, all from this assembly. Nothing comes from elsewhere.</summary>
internal static class PageAssets
{
    /// <summary>The path below which they are.</summary>
    public const string Root = "/assets";

    /// <summary>Those of the issuer's pages, by name, with their media type.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["site.css"] = "text/css; charset=utf-8",
        ["passkeys.js"] = "text/javascript; charset=utf-8",
        ["progress.js"] = "text/javascript; charset=utf-8",
        ["copying.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    /// <summary>Maps those of the issuer's pages.</summary>
    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder assets = app.MapGroup(Root).OnWebListener().AllowAnonymous().ExcludeFromDescription();
        foreach ((string name, string type) in All)
        {
            assets.MapAsset(name, type, Read(name));
        }
    }

    /// <summary>Maps one below a group of endpoints.</summary>
    public static void MapAsset(this IEndpointRouteBuilder assets, string name, string type, byte[] content) =>
        assets.MapGet("/" + name, FileContentHttpResult () => TypedResults.Bytes(content, type));

    /// <summary>The bytes of one.</summary>
    public static byte[] Read(string name)
    {
        using Stream resource = typeof(PageAssets).Assembly.GetManifestResourceStream($"assets/{name}")
            ?? throw new InvalidOperationException($"There is no asset {name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
