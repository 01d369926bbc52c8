using DigitalEmblem.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Browser.Tests.Site;

/// <summary>The documentation site that docs/build.sh made, on loopback.</summary>
internal sealed class SiteServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private SiteServer(WebApplication server) => _server = server;

    /// <summary>The folder of the site.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "docs");

    /// <summary>Where browsers find it.</summary>
    public string Origin => _server.Urls.Single();

    /// <summary>The addresses of its pages, without those that are parts of others.</summary>
    public static IReadOnlyList<string> Pages =>
    [
        .. Directory.GetFiles(Folder, "*.html", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "toc.html")
            .Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal),
    ];

    public static async Task<SiteServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Folder), ServeUnknownFileTypes = true });
        await server.StartAsync();
        return new SiteServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
