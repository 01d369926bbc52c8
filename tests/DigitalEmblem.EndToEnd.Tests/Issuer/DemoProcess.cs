using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>The issuer's demo as it is built, in a process of its own.</summary>
internal sealed partial class DemoProcess : IAsyncDisposable
{
    /// <summary>The demo, as it is built.</summary>
    public static readonly string Program = BuiltProgram.Assembly("DigitalEmblem.Issuer.Demo", "issuer-demo.dll");

    private readonly Process _process;
    private readonly Task<string> _errors;

    private DemoProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>The file that it says to source, as it says it to a shell.</summary>
    public string ShellFile { get; private set; } = "";

    public string File => ShellFile.Trim('\'');

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>What stands in that file.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    /// <summary>What it said so far.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Starts it, and waits until it says how to end it.</summary>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="folder">The working folder; null for this process's.</param>
    /// <param name="args">Its words.</param>
    public static async Task<DemoProcess> StartAsync(
        IReadOnlyDictionary<string, string>? environment = null, string? folder = null, params string[] args)
    {
        DemoProcess demo = Begin(environment, folder, args);
        try
        {
            await demo.SaysAsync("Ctrl-C ends it.");
            demo.ShellFile = Sourced().Match(demo.Said).Groups[1].Value;
            demo.Variables = (await System.IO.File.ReadAllLinesAsync(demo.File)).Select(l => l["export ".Length..].Split('=', 2))
                .ToDictionary(v => v[0], v => v[1].Trim('\''));
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, and does not wait.</summary>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="folder">The working folder; null for this process's.</param>
    /// <param name="args">Its words.</param>
    public static DemoProcess Begin(IReadOnlyDictionary<string, string>? environment = null, string? folder = null, params string[] args)
    {
        var start = new ProcessStartInfo(BuiltProgram.Dotnet, [Program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? ""
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new DemoProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it says a line that begins so.</summary>
    public async Task SaysAsync(string line)
    {
        string? said;
        do
        {
            said = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new InvalidOperationException(
                $"The demo did not say '{line}':\n{Said}\n{await _errors.WaitAsync(TimeSpan.FromMinutes(1))}");
            Said += said + "\n";
        }
        while (!said.StartsWith(line, StringComparison.Ordinal));
    }

    /// <summary>Sends it a signal, as <c>kill</c> does.</summary>
    public void Signal(string name) => BuiltProgram.Run(["kill", $"-{name}", $"{_process.Id}"]);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        Said += await _process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                // It removes its folder itself.
                Signal("INT");
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            }
        }
        finally
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }
    }

    [GeneratedRegex("^ *source (.*)$", RegexOptions.Multiline)]
    private static partial Regex Sourced();
}
