using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Worker;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>Runs the program to its end, as an operator does.</summary>
internal static class IssuerRun
{
    private static readonly ConcurrentBag<Process> _idle = [];

    /// <summary>
    /// Runs it: a service in a process of its own, and other commands in a process that runs many (<see cref="CommandLoop"/>), which ends
    /// with this one.
    /// </summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="args">Its words.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        Dictionary<string, string> variables = new(environment ?? new Dictionary<string, string>());
        if (args is ["serve" or "checkpage", ..])
        {
            return await RunAloneAsync(folder, variables, args);
        }

        // One that fails is not taken again, since it may be anywhere in its work.
        Process loop = _idle.TryTake(out Process? idle) ? idle : Start(["exec", typeof(CommandLoop).Assembly.Location, "commands"], null);
        await loop.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new CommandCall(folder, variables, args)));
        string line = await loop.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The process that runs commands ended: " + await loop.StandardError.ReadToEndAsync());
        _idle.Add(loop);
        CommandAnswer answer = JsonSerializer.Deserialize<CommandAnswer>(line)!;
        return (answer.Code, answer.Output, answer.Error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAloneAsync(
        string folder, Dictionary<string, string> variables, string[] args)
    {
        using Process process = Start(["exec", typeof(IssuerOptions).Assembly.Location, .. args], folder, variables);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(string[] words, string? folder, Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
