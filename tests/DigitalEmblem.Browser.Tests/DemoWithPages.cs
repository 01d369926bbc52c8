using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// The demo as a newcomer starts it: two services with pages, a name server, a certificate authority, a log, the check page.
/// </summary>
internal sealed partial class DemoWithPages : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private DemoWithPages(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The links by which people join, by their handles.</summary>
    public IReadOnlyDictionary<string, string> Links { get; private set; } = new Dictionary<string, string>();

    /// <summary>The file with the variables of the walkthrough.</summary>
    public string Variables { get; private set; } = "";

    /// <summary>Where the check page is.</summary>
    public string CheckPage { get; private set; } = "";

    /// <summary>Starts it, and waits until it says how to end it.</summary>
    /// <param name="offersDisguise">Whether it offers the pseudo-languages too.</param>
    public static async Task<DemoWithPages> StartAsync(bool offersDisguise = false)
    {
        string[] words = offersDisguise ? BuiltIssuer.InDisguise(BuiltIssuer.Demo) : ["exec", BuiltIssuer.Demo];
        var demo = new DemoWithPages(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        await Task.WhenAny(demo._ready.Task, demo._process.WaitForExitAsync());
        string said = demo.Said;
        if (!demo._ready.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The demo ended:\n{said}");
        }

        demo.Links = Link().Matches(said).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        demo.Variables = Source().Match(said).Groups[1].Value;
        demo.CheckPage = Check().Match(said).Groups[1].Value;
        return demo;
    }

    /// <summary>Runs a script with the demo's variables and the command that was built, to its end.</summary>
    public async Task<string> RunAsync(string script)
    {
        string emblem = $"'{Environment.ProcessPath}' exec '{BuiltIssuer.Command}'";
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"source {Variables} && EMBLEM=\"{emblem}\" && {script}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = bash.StandardOutput.ReadToEndAsync(), error = bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return bash.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{script}: {bash.ExitCode}\n{await output}\n{await error}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // It removes its folder then. INT would do as well, but is ignored where the tests run in the background of a shell.
            using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.Contains("Ctrl-C ends it.", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"(\w+) +(http://\S+/invitation/\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"source (\S+)")]
    private static partial Regex Source();

    [GeneratedRegex(@"Is this host marked\? +(http\S+)")]
    private static partial Regex Check();
}
