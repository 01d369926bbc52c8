using System.Diagnostics;
using System.Text;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.Browser.Tests;

/// <summary>The check page as an operator starts it, over a small public DNS and its log, or over another world.</summary>
internal sealed class CheckPageProcess : IAsyncDisposable
{
    private readonly MarkedWorld? _world;
    private readonly StringBuilder _log = new();
    private readonly int _port = LoopbackPorts.Free();
    private Process? _process;

    private CheckPageProcess(MarkedWorld? world) => _world = world;

    public string Origin => $"http://localhost:{_port}";

    /// <summary>How often the log was asked. A check of a marked name asks it, and nothing else does.</summary>
    public int Questions => _world?.LogRequests.Count ?? 0;

    public static async Task<CheckPageProcess> StartAsync(params string[] settings)
    {
        var world = new MarkedWorld();
        await world.InitializeAsync();
        return await StartAsync(new CheckPageProcess(world), world.ResolverPort, world.LogList, world.Roots, settings);
    }

    /// <summary>Over another world.</summary>
    /// <param name="resolver">The port of its resolver.</param>
    /// <param name="logList">The file of its log list.</param>
    /// <param name="roots">The file of its roots.</param>
    /// <param name="settings">Further settings, as arguments.</param>
    public static Task<CheckPageProcess> OverAsync(int resolver, string logList, string roots, params string[] settings) =>
        StartAsync(new CheckPageProcess(null), resolver, logList, roots, settings);

    private static async Task<CheckPageProcess> StartAsync(
        CheckPageProcess page, int resolver, string logList, string roots, string[] settings)
    {
        string[] words =
        [
            // Offers the pseudo-languages too, which nobody meets who does not ask for them.
            .. BuiltIssuer.InDisguise(BuiltIssuer.Assembly), "checkpage",
            $"--Check:Listen=127.0.0.1:{page._port}", $"--Check:Origin={page.Origin}",
            $"--Check:Resolvers:0=127.0.0.1:{resolver}", $"--Check:LogList={logList}", $"--Check:Roots={roots}",
            "--Check:PerMinute=600", .. settings,
        ];
        page._process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        page._process.OutputDataReceived += (_, e) => page.Note(e.Data);
        page._process.ErrorDataReceived += (_, e) => page.Note(e.Data);
        page._process.BeginOutputReadLine();
        page._process.BeginErrorReadLine();
        await page.ReadyAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        while (true)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The check page ended:\n{_log}");
            }

            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"{Origin}/en/"));
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
}
