using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>A collector of figures and traces (OTLP over HTTP), which keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Text)> _sent = new();

    private Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "collector" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            // Texts stand in the messages as they are.
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            _sent.Enqueue((context.Request.Path.ToString(), await reader.ReadToEndAsync()));
        });
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public bool IsUnasked => _sent.IsEmpty;

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits until it was sent something at a path that has these words.</summary>
    public async Task<string> SentAsync(string path, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (_sent.FirstOrDefault(s => s.Path == path && s.Text.Contains(words, StringComparison.Ordinal)).Text is { } text)
            {
                return text;
            }

            if (patience.IsCancellationRequested)
            {
                string others = string.Join(", ", _sent.Select(s => s.Path));
                throw new TimeoutException($"Nothing with '{words}' was sent to {path}, but to {others}.");
            }

            await Task.Delay(50);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
