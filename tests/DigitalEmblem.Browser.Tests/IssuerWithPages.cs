using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// A service as one sets it up: the folder that 'issuer setup' makes, and 'issuer serve' on ports of its own. It is asked at
/// http://localhost, where browsers make passkeys and keep secure cookies.
/// </summary>
internal sealed partial class IssuerWithPages : IAsyncDisposable
{
    private const string WithoutLogs = "--Transparency:Online=false";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "issuer-pages-" + Guid.NewGuid().ToString("N"));
    private readonly StringBuilder _log = new();
    private readonly int _api = LoopbackPorts.Free(), _public = LoopbackPorts.Free(), _web = LoopbackPorts.Free();
    private string[] _own = [];
    private Process? _process;

    private IssuerWithPages()
    {
    }

    /// <summary>Where the pages are.</summary>
    public string Origin => $"http://localhost:{_web}";

    /// <summary>The link by which the first administrator gets in.</summary>
    public string FirstLink { get; private set; } = "";

    /// <summary>All that it logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>One that asks no log.</summary>
    public static async Task<IssuerWithPages> StartAsync()
    {
        var issuer = new IssuerWithPages { _own = [WithoutLogs] };
        await issuer.SetUpWithoutLogsAsync();
        await issuer.ServeAsync();
        return issuer;
    }

    /// <summary>One that asks no log, by which people sign in by an identity provider, too.</summary>
    /// <param name="start">Starts the provider for the pages' origin.</param>
    public static async Task<(IssuerWithPages Issuer, IdentityProviderProcess Provider)> StartAsync(
        Func<string, Task<IdentityProviderProcess>> start)
    {
        var issuer = new IssuerWithPages();
        IdentityProviderProcess provider = await start(issuer.Origin);
        await issuer.SetUpWithoutLogsAsync();
        string secret = Path.Combine(issuer._folder, "client-secret");
        await File.WriteAllTextAsync(secret, IdentityProviderProcess.ClientSecret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        issuer._own =
        [
            WithoutLogs, $"--Access:Oidc:Authority={provider.Address}", "--Access:Oidc:Audience=emblems",
            $"--Access:Oidc:ClientId={IdentityProviderProcess.ClientId}", $"--Access:Oidc:ClientSecret:File={secret}",
        ];
        await issuer.ServeAsync();
        return (issuer, provider);
    }

    /// <summary>One with settings of its own.</summary>
    /// <param name="administrator">The handle of the first administrator.</param>
    /// <param name="logList">The file of the log list.</param>
    /// <param name="settings">The settings, as arguments.</param>
    public static async Task<IssuerWithPages> StartAsync(string administrator, string logList, params string[] settings)
    {
        var issuer = new IssuerWithPages { _own = settings };
        await issuer.SetUpAsync(administrator, logList);
        await issuer.ServeAsync();
        return issuer;
    }

    /// <summary>Invites a person, and gives the link.</summary>
    public async Task<string> InviteAsync(string handle, params string[] roles) => Link().Match(await RunAsync(
        ["access", "invite", handle, .. roles.SelectMany(r => new[] { "--role", r }), .. Settings])).Value;

    /// <summary>Runs one of its commands with its settings, to its end.</summary>
    public Task<string> CommandAsync(params string[] args) => RunAsync([.. args, .. Settings]);

    /// <summary>Runs one of its commands to its end.</summary>
    public static async Task<string> RunAsync(params string[] args)
    {
        using Process process = Start(args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{string.Join(' ', args)}: {await error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Settings =>
    [
        "--config", Path.Combine(_folder, "issuer.json"), $"--Listen:Api=127.0.0.1:{_api}", $"--Listen:Public=127.0.0.1:{_public}",
        $"--Listen:Web=127.0.0.1:{_web}", "--Listen:Metrics=", $"--Web:Origin={Origin}", .. _own,
    ];

    private async Task SetUpWithoutLogsAsync()
    {
        string logs = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(logs, """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");
            await SetUpAsync("administrator", logs);
        }
        finally
        {
            File.Delete(logs);
        }
    }

    private async Task SetUpAsync(string administrator, string logList)
    {
        string said = await RunAsync("setup", _folder, "--handle", administrator, "--log-list", logList);
        // The link of the set-up is for the usual port.
        FirstLink = Origin + new Uri(Link().Match(said).Value).AbsolutePath;
    }

    private async Task ServeAsync()
    {
        _process = Start(["serve", .. Settings]);
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync();
    }

    private static Process Start(string[] args) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["exec", BuiltIssuer.Assembly, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        while (true)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The service ended:\n{Log}");
            }

            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"{Origin}/sign-in"));
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                await Task.Delay(50);
            }
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    [GeneratedRegex(@"http\S+/invitation/\S+")]
    private static partial Regex Link();
}
