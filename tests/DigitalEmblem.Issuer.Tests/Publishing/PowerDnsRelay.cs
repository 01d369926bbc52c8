using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// A party on the way to the API of PowerDNS: it records each request, and passes it on or answers by itself, as a test wants it.
/// </summary>
internal sealed class PowerDnsRelay : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly string _server;

    private PowerDnsRelay(string server)
    {
        _server = server;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public string Url => _app.Urls.First();

    /// <summary>The requests: method and what was asked of the zone.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The PATCH requests.</summary>
    public int Changes => Requests.Count(r => r.StartsWith("PATCH", StringComparison.Ordinal));

    /// <summary>Answers a request; passes it on if it calls what it is given. Null passes all on.</summary>
    public Func<HttpContext, Func<Task>, Task>? Answer { get; set; }

    public static async Task<PowerDnsRelay> StartAsync(PowerDnsServer server)
    {
        var relay = new PowerDnsRelay(server.Url);
        await relay._app.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        lock (Requests)
        {
            Requests.Add($"{context.Request.Method} {context.Request.QueryString}");
        }

        Task Pass() => PassAsync(context);
        await (Answer?.Invoke(context, Pass) ?? Pass());
    }

    private async Task PassAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), _server + context.Request.Path + context.Request.QueryString);
        request.Headers.Add("X-API-Key", (string?)context.Request.Headers["X-API-Key"]);
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        request.Content = body.Length > 0 ? new ByteArrayContent(body.ToArray()) : null;
        using HttpResponseMessage response = await _client.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
        }
    }
}
