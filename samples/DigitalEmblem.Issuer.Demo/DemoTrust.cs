using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Drill;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>
/// The demo's certificate authority and log over HTTP on loopback: <c>POST /certify</c> takes a certificate request in PEM and answers with
/// the chain; <c>/ct/v1</c> is the log (RFC 6962, 4).
/// </summary>
internal sealed class DemoTrust : IAsyncDisposable
{
    private const int MostBytes = 64 * 1024;

    private readonly SandboxLog _log;
    private readonly SandboxAuthority _authority;
    private readonly WebApplication _application;

    private DemoTrust(int port, TimeProvider clock)
    {
        _log = new SandboxLog(clock);
        _authority = new SandboxAuthority(_log, clock);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "demo-trust" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = MostBytes;
            k.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        builder.Logging.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        _application = builder.Build();
        _application.UseRouting();
        _application.MapPost("/certify", CertifyAsync);
        RouteGroupBuilder log = _application.MapGroup("/ct/v1");
        log.MapGet("/get-sth", () => Json(_log.Head()));
        log.MapGet("/get-sth-consistency", (int first, int second) => Json(_log.Consistency(first, second)));
        log.MapGet(
            "/get-proof-by-hash", (string hash, int tree_size) => Json(Bytes(hash) is { } bytes ? _log.Proof(bytes, tree_size) : null));
        log.MapGet("/get-entries", (int start, int end) => Json(_log.Entries(start, end)));
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    public string RootPem => _authority.RootPem;

    public JsonObject LogList => _log.List(Url);

    /// <summary>Starts it.</summary>
    /// <param name="port">Its port, if it is free; 0 for any.</param>
    /// <param name="clock">The clock.</param>
    public static Task<DemoTrust> StartAsync(int port, TimeProvider clock) => DemoPort.StartAsync(async () =>
    {
        var trust = new DemoTrust(DemoPort.Free(port), clock);
        try
        {
            await trust._application.StartAsync();
            return trust;
        }
        catch
        {
            await trust.DisposeAsync();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _authority.Dispose();
        _log.Dispose();
    }

    private static IResult Json(JsonObject? answer) =>
        answer is null ? TypedResults.NotFound() : TypedResults.Content(answer.ToJsonString(), "application/json");

    private static byte[]? Bytes(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? bytes[..length] : null;
    }

    private async Task<IResult> CertifyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.ASCII);
        try
        {
            return TypedResults.Text(
                _authority.Certify(await reader.ReadToEndAsync(cancellationToken)), "application/pem-certificate-chain");
        }
        catch (CryptographicException e)
        {
            return TypedResults.Text(e.Message + "\n", statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
