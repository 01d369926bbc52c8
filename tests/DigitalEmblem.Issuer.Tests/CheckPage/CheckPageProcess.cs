using System.Diagnostics;
using System.Net;
using System.Text;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>
/// The check page as an operator starts it: a process of its own, whose home, temporary and working folders are one folder of the test.
/// </summary>
internal sealed class CheckPageProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _output = new();
    private readonly int _port = LoopbackPorts.Free();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Process _process;

    private CheckPageProcess(MarkedWorld world, string? trace)
    {
        string[] issuer =
        [
            Environment.ProcessPath!, "exec", typeof(IssuerOptions).Assembly.Location, "checkpage", $"--Check:Listen=127.0.0.1:{_port}",
            $"--Check:Origin={Origin}", $"--Check:Resolvers:0=127.0.0.1:{world.ResolverPort}", $"--Check:LogList={world.LogList}",
            $"--Check:Roots={world.Roots}", "--Check:PerMinute=600", "--Check:PerMinuteInAll=60000", "--Check:Proxy:0=127.0.0.1",
        ];
        string[] words = trace is null
            ? issuer
            : ["strace", "-f", "-s", "300", "-e", "trace=network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,"
                + "linkat,symlink,symlinkat,prctl", "-o", trace, .. issuer];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        // As the unit for systemd has it.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["HOME"] = start.Environment["TMPDIR"] = Folder;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The check page did not start.");
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullPath;

    public string Origin => $"http://localhost:{_port}";

    /// <summary>All that it has logged.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<CheckPageProcess> StartAsync(MarkedWorld world, string? trace = null)
    {
        var process = new CheckPageProcess(world, trace);
        while (true)
        {
            if (process._process.HasExited)
            {
                throw new InvalidOperationException($"The check page ended:\n{process.Output}");
            }

            try
            {
                using HttpResponseMessage answer = await process._http.GetAsync(new Uri($"{process.Origin}/en/"));
                answer.EnsureSuccessStatusCode();
                return process;
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Asks about a name, from a network of its own.</summary>
    public async Task<(HttpStatusCode Status, string Page)> AskAsync(string name, int network = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Origin}/en/"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name }),
        };
        request.Headers.Add("Origin", Origin);
        request.Headers.Add("X-Forwarded-For", $"198.51.{network / 256}.{network % 256}");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
