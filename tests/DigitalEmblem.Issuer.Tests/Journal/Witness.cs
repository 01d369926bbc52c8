using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>A service on this machine to which heads of a journal are posted, and that answers as a test wants.</summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Witness(WebApplication app) => _app = app;

    /// <summary>What it answers; 200 until a test sets another.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Status(200);

    /// <summary>What was posted, and the key beside it.</summary>
    public List<(string Note, string Key, string? Type)> Posted { get; } = [];

    /// <summary>Where it takes heads.</summary>
    public string Url =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/heads";

    public static async Task<Witness> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var witness = new Witness(app);
        app.Run(witness.TakeAsync);
        await app.StartAsync();
        return witness;
    }

    /// <summary>An answer without a body.</summary>
    public static Func<HttpContext, Task> Status(int status, string? header = null, string? value = null) => context =>
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        return Task.CompletedTask;
    };

    /// <summary>None, until the caller gives up.</summary>
    public static async Task NeverAsync(HttpContext context)
    {
        var left = new TaskCompletionSource();
        await using (context.RequestAborted.Register(left.SetResult))
        {
            await left.Task;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string note = await reader.ReadToEndAsync(context.RequestAborted);
        lock (Posted)
        {
            Posted.Add((note, context.Request.Headers["DigitalEmblem-Journal-Key"].ToString(), context.Request.ContentType));
        }

        await Answer(context);
    }
}
