using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>An HTTP server on loopback that answers as a log would, and counts what it was asked.</summary>
public sealed class LogHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<string> _requests = [];
    private readonly HashSet<string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private LogHost(WebApplication application) => _application = application;

    /// <summary>The URL it listens at, without a final slash.</summary>
    public string Url => _application.Urls.Single();

    /// <summary>Every path and query asked for, in order.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The name of every header that a request had.</summary>
    public IReadOnlyCollection<string> Headers
    {
        get
        {
            lock (_requests)
            {
                return [.. _headers];
            }
        }
    }

    /// <summary>Starts a server; the answer to a path is a body with its status and type, or null for 404.</summary>
    /// <param name="answer">The answers.</param>
    /// <param name="certificate">With it the server speaks https.</param>
    public static async Task<LogHost> StartAsync(Func<string, LogResponse?> answer, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listener =>
        {
            if (certificate is not null)
            {
                listener.UseHttps(certificate);
            }
        }));
        WebApplication application = builder.Build();
        var host = new LogHost(application);
        application.Run(context => host.AnswerAsync(context, answer));
        await application.StartAsync();
        return host;
    }

    /// <summary>A log list in which the logs stand at other URLs.</summary>
    public static byte[] Rewrite(byte[] logList, Func<JsonObject, string?> urlOf)
    {
        JsonNode list = JsonNode.Parse(logList)!;
        foreach (JsonNode? one in list["operators"]!.AsArray())
        {
            foreach ((string member, string url) in new[] { ("logs", "url"), ("tiled_logs", "monitoring_url") })
            {
                foreach (JsonNode? log in one![member]?.AsArray() ?? [])
                {
                    log![url] = urlOf(log.AsObject()) ?? (string?)log[url];
                }
            }
        }

        return Encoding.UTF8.GetBytes(list.ToJsonString());
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<string, LogResponse?> answer)
    {
        string path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        lock (_requests)
        {
            _requests.Add(path);
            _headers.UnionWith(context.Request.Headers.Keys);
        }

        LogResponse response = answer(path) ?? new LogResponse(Encoding.ASCII.GetBytes("not found"), "text/plain", 404);
        if (response.Aborted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.ContentType;
        foreach ((string name, string value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (response.Stream is { } stream)
        {
            await stream(context.Response.Body, context.RequestAborted);
        }
        else
        {
            await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
        }
    }
}
