using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>A program on loopback that answers every request with the same text, as if it were an authority's service.</summary>
internal sealed class ImpostorService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ImpostorService(string text)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context => context.Response.WriteAsync(text));
    }

    public string Url => _app.Urls.First();

    public static async Task<ImpostorService> StartAsync(string text)
    {
        var impostor = new ImpostorService(text);
        await impostor._app.StartAsync();
        return impostor;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
