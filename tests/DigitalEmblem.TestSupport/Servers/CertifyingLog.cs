using System.Globalization;
using System.Net;
using System.Text;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// A certificate authority and its log on one address of loopback: <c>POST /certify</c> takes a certificate request, logs what it issues,
/// and answers with the chain; below it stands the log, which takes certificates
/// of others too.
/// </summary>
internal sealed class CertifyingLog : IAsyncDisposable
{
    private readonly HttpListener _http = new();
    private readonly TestAuthority _authority;
    private readonly TestLog _log;

    private CertifyingLog(DateTimeOffset now)
    {
        (_authority, _log) = (new TestAuthority(now), new TestLog(LogKind.Rfc6962, now.AddDays(-10)));
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Free()}");
    }

    public string Url { get; }

    public byte[] LogList => TestLog.ListOf((_log, Url));

    public byte[] RootPem => _authority.RootPem;

    public static Task<CertifyingLog> StartAsync(DateTimeOffset now)
    {
        var host = new CertifyingLog(now);
        host._log.Fill(5);
        host._log.Publish();
        host._http.Prefixes.Add(host.Url + "/");
        host._http.Start();
        _ = Task.Run(host.ServeAsync);
        return Task.FromResult(host);
    }

    public ValueTask DisposeAsync()
    {
        _http.Close();
        _authority.Dispose();
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _http.GetContextAsync();
            }
            catch (Exception e) when (e is ObjectDisposedException or HttpListenerException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is IOException or HttpListenerException)
            {
                // The caller has ended: several are stopped in the middle of their questions.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        byte[] body;
        if (context.Request is { HttpMethod: "POST", RawUrl: "/certify" })
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.ASCII);
            BindingChain chain = _authority.IssueFor(await reader.ReadToEndAsync(), [_log]);
            _log.Publish();
            body = Encoding.ASCII.GetBytes(TestAuthority.Pem(chain));
        }
        else if (context.Request is { HttpMethod: "POST", RawUrl: "/ct/v1/add-chain" })
        {
            using var submitted = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(submitted);
            // The certificate of another authority begins now, and a log takes none before it begins.
            _log.PassUntil(TimeProvider.System.GetUtcNow());
            body = _log.Submit(submitted.ToArray()).Body;
            _log.Publish();
        }
        else
        {
            LogResponse? answer = _log.Answer(context.Request.RawUrl!);
            (context.Response.StatusCode, context.Response.ContentType) = (answer?.Status ?? 404, answer?.ContentType ?? "text/plain");
            body = answer?.Body ?? [];
        }

        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }
}
