using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>The program that alerts are posted to, on loopback; it answers what a test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{path}", async (HttpRequest request, string path) =>
        {
            using var reader = new StreamReader(request.Body);
            Received.Add((path, await reader.ReadToEndAsync(), request.Headers["DigitalEmblem-Signature"].ToString()));
            _first.TrySetResult();
            return Status is 302 ? Results.Redirect("/elsewhere", preserveMethod: false) : Results.StatusCode(Status);
        });
    }

    public int Status { get; set; } = 204;

    public List<(string Path, string Body, string Signature)> Received { get; } = [];

    public string Url => $"{_app.Urls.First()}/alerts";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until the first message is here.</summary>
    public Task FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
