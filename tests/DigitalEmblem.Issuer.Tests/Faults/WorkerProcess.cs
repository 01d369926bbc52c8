using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Worker;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>An instance in a process of its own, which dies with SIGKILL.</summary>
internal static class WorkerProcess
{
    /// <summary>Runs it.</summary>
    /// <returns>How many steps it did, if it came to the end of the action; null if it was killed.</returns>
    public static async Task<int?> RunAsync(string folder, string tsigKeyFile, string action, int step)
    {
        string worker = typeof(OpenIssuer).Assembly.Location;
        string[] args = ["exec", worker, folder, tsigKeyFile, action, step.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Most of such a short life is spent on compiling: what is compiled need not be measured for compiling it again.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode switch
        {
            0 => int.Parse(said, CultureInfo.InvariantCulture),
            128 + 9 => null,
            _ => throw new InvalidOperationException($"{action} at step {step}: {process.ExitCode}\n{said}{await error}"),
        };
    }
}
