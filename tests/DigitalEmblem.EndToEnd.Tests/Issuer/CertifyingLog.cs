using System.Net;
using System.Text;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// A certificate authority and its log on one address of loopback: <c>POST /certify</c> takes a certificate request, logs what it issues,
/// and answers with the chain; below it stands the log.
/// </summary>
internal sealed class CertifyingLog : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TestAuthority _authority;
    private readonly TestLog _log;

    private CertifyingLog(WebApplication application, TestAuthority authority, TestLog log) =>
        (_application, _authority, _log) = (application, authority, log);

    public string Url => _application.Urls.Single();

    public byte[] LogList => TestLog.ListOf((_log, Url));

    public byte[] RootPem => _authority.RootPem;

    public static async Task<CertifyingLog> StartAsync(DateTimeOffset now)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var log = new TestLog(LogKind.Rfc6962, now.AddDays(-10));
        log.Fill(5);
        log.Publish();
        var host = new CertifyingLog(application, new TestAuthority(now), log);
        application.Run(host.AnswerAsync);
        await application.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _authority.Dispose();
        _log.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request is { Method: "POST", Path.Value: "/certify" })
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.ASCII);
            BindingChain chain = _authority.IssueFor(await reader.ReadToEndAsync(), [_log]);
            _log.Publish();
            await context.Response.WriteAsync(TestAuthority.Pem(chain));
            return;
        }

        LogResponse? answer = _log.Answer(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        (context.Response.StatusCode, context.Response.ContentType) = (answer?.Status ?? 404, answer?.ContentType ?? "text/plain");
        await context.Response.Body.WriteAsync(answer?.Body ?? default);
    }
}
