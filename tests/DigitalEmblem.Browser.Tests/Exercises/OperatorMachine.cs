using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>
/// The machine of the operator's exercise: a home folder of its own, and the commands of the exercise as they stand there. The ports are
/// others than the usual ones, because another program may have those.
/// </summary>
internal sealed class OperatorMachine : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("emblem-operator-").FullName;
    private readonly int _api = LoopbackPorts.Free(), _public = LoopbackPorts.Free(), _web = LoopbackPorts.Free();
    private readonly StringBuilder _log = new();
    private Process? _service;

    /// <summary>Where the service says that it is ready.</summary>
    public string Health => $"http://127.0.0.1:{_public}/health/ready";

    private string Origin => $"http://localhost:{_web}";

    private string Settings => Path.Combine(_home, "issuer-try", "issuer.json");

    /// <summary>A path in the home folder.</summary>
    public string At(string name) => Path.Combine(_home, name);

    /// <summary>Runs lines of the exercise.</summary>
    /// <returns>The exit code, and what was printed.</returns>
    public async Task<(int Code, string Said)> RunAsync(ExerciseText exercise, string lines)
    {
        exercise.RequireCommand(lines);
        using Process bash = Process.Start(new ProcessStartInfo(
            "bash", ["-c", $"issuer() {{ {BuiltIssuer.CommandLine} \"$@\"; }}; cd; {{ {lines}\n}} 2>&1"])
        {
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = _home },
        })!;
        string said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return (bash.ExitCode, said);
    }

    /// <summary>Sets ports in the settings that the set-up wrote, and puts the list of logs there that its 'curl' would fetch.</summary>
    public async Task PrepareAsync(byte[] logList)
    {
        JsonNode settings = JsonNode.Parse(await File.ReadAllTextAsync(Settings))!;
        settings["Listen"] = new JsonObject
        {
            ["Api"] = $"127.0.0.1:{_api}",
            ["Public"] = $"127.0.0.1:{_public}",
            ["Web"] = $"127.0.0.1:{_web}",
        };
        settings["Web"]!.AsObject()[nameof(Origin)] = Origin;
        await File.WriteAllTextAsync(Settings, settings.ToJsonString());
        await File.WriteAllBytesAsync(Path.Combine(_home, "issuer-try", "log_list.json"), logList);
    }

    /// <summary>The link that a command printed, at the address of this service.</summary>
    public string Link(string said) => Origin + said[said.IndexOf("/invitation/", StringComparison.Ordinal)..].Split('\n', ' ')[0].Trim();

    /// <summary>Starts the service, and waits until its pages answer.</summary>
    public async Task ServeAsync()
    {
        string[] serve = ["exec", BuiltIssuer.Assembly, "serve", "--config", Settings];
        _service = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, serve)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _service.OutputDataReceived += (_, line) => Note(line.Data);
        _service.ErrorDataReceived += (_, line) => Note(line.Data);
        _service.BeginOutputReadLine();
        _service.BeginErrorReadLine();
        using var http = new HttpClient();
        while (true)
        {
            if (_service.HasExited)
            {
                throw new InvalidOperationException($"The service ended:\n{_log}");
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

    /// <summary>Stops the service: by TERM, because INT is ignored where the tests run in the background of a shell.</summary>
    public async Task StopAsync()
    {
        if (_service is null)
        {
            return;
        }

        if (!_service.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{_service.Id}"]);
            await kill.WaitForExitAsync();
            await _service.WaitForExitAsync();
        }

        _service.Dispose();
        _service = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_home, recursive: true);
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
