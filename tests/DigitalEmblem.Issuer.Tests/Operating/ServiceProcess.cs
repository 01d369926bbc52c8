using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The service as an operator starts it: a process of its own, with settings in a file, and a socket that it tells its supervisor by.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _supervisor = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder _output = new();
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _process;

    /// <summary>Prepares one.</summary>
    /// <param name="environment">Variables for it, beside those of this process.</param>
    public ServiceProcess(IReadOnlyDictionary<string, string>? environment = null)
    {
        _environment = environment ?? new Dictionary<string, string>();
        string passphrase = _folder.Write("passphrase", "correct horse battery staple\n");
        string secret = _folder.Write("web-secret", "a secret of the tests, long enough\n");
        File.WriteAllText(_folder.PathOf("logs.json"), """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");
        (Api, Public, Web, Metrics) = (LoopbackPorts.Free(), LoopbackPorts.Free(), LoopbackPorts.Free(), LoopbackPorts.Free());
        File.WriteAllText(Config, JsonSerializer.Serialize(new
        {
            Database = new { Connection = Database },
            Listen = new
            {
                Api = $"127.0.0.1:{Api}",
                Public = $"127.0.0.1:{Public}",
                Web = $"127.0.0.1:{Web}",
                Metrics = $"127.0.0.1:{Metrics}",
            },
            Web = new { Origin = $"http://localhost:{Web}", Secret = new { File = secret } },
            Custody = new { Files = new { Directory = _folder.PathOf("keys"), Passphrase = new { File = passphrase } } },
            Transparency = new { LogList = _folder.PathOf("logs.json"), Online = false },
        }));
        _supervisor.Bind(new UnixDomainSocketEndPoint(_folder.PathOf("notify")));
    }

    public int Api { get; }

    public int Public { get; }

    public int Web { get; }

    public int Metrics { get; }

    public string Folder => _folder.FullPath;

    public string Database => _folder.PathOf("issuer.db");

    public string Config => _folder.PathOf("issuer.json");

    /// <summary>Whether <c>/health/ready</c> says yes.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Public}/health/ready"));
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Whether it answers on its public port.</summary>
    public async Task<bool> IsAliveAsync()
    {
        using var http = new HttpClient();
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Public}/health/live"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Runs another of its commands to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using Process process = Start([.. args, "--config", Config]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public void Start(bool migrate = true)
    {
        _process = Start(["serve", .. migrate ? ["--migrate"] : Array.Empty<string>(), "--config", Config]);
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the supervisor is told that it is ready.</summary>
    public async Task ReadyAsync()
    {
        while (await ToldAsync() != "READY=1")
        {
        }
    }

    /// <summary>The next that the supervisor is told.</summary>
    public async Task<string> ToldAsync()
    {
        byte[] bytes = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return Encoding.UTF8.GetString(bytes, 0, await _supervisor.ReceiveAsync(bytes, SocketFlags.None, patience.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The service has told its supervisor nothing. It said:\n{_output}");
        }
    }

    /// <summary>Sends SIGTERM and waits for its end.</summary>
    public async Task<int> TerminateAsync()
    {
        _ = Kill(_process!.Id, 15);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _supervisor.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    public override string ToString()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    private Process Start(IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(IssuerOptions).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["NOTIFY_SOCKET"] = _folder.PathOf("notify");
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The service did not start.");
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

#pragma warning disable SYSLIB1054 // One call of a test.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
#pragma warning restore SYSLIB1054
}
