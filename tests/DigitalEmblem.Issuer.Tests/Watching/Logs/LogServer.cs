using System.Globalization;
using System.Net;

namespace DigitalEmblem.Issuer.Tests.Watching.Logs;

/// <summary>A log on loopback, honest or not.</summary>
internal sealed class LogServer : IDisposable
{
    private readonly HttpListener _http = new();
    private readonly Func<string, LogResponse?> _answer;

    public LogServer(Func<string, LogResponse?> answer)
    {
        _answer = answer;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Free()}");
        _http.Prefixes.Add(Url + "/");
        _http.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public int Requests { get; private set; }

    public void Dispose() => _http.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                HttpListenerContext context = await _http.GetContextAsync();
                Requests++;
                LogResponse? answer = _answer(context.Request.RawUrl!);
                (context.Response.StatusCode, context.Response.ContentType) = (answer?.Status ?? 404, answer?.ContentType ?? "text/plain");
                foreach ((string name, string value) in answer?.Headers ?? new Dictionary<string, string>())
                {
                    context.Response.Headers[name] = value;
                }

                await context.Response.OutputStream.WriteAsync(answer?.Body ?? default);
                context.Response.Close();
            }
            catch (Exception e) when (e is ObjectDisposedException or HttpListenerException or IOException)
            {
                if (!_http.IsListening)
                {
                    return;
                }
            }
        }
    }
}
