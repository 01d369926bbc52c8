using System.Diagnostics;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>Runs the program to its end, as an operator does.</summary>
internal static class IssuerRun
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="args">Its words.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(IssuerOptions).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
