using System.Diagnostics;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>
/// A program of this repository as it is built, in the configuration of these tests. The copy beside the tests lacks
/// what the tests' own framework brings.
/// </summary>
internal static class BuiltProgram
{
    public static string Dotnet { get; } = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
        ? host
        : "dotnet";

    /// <summary>The assembly of a project.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="name">The file.</param>
    public static string Assembly(string project, string name)
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        string path = Path.Combine(tests.Parent!.Parent!.FullName, project, tests.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built.", path);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="line">It, and its arguments.</param>
    /// <param name="environment">Variables, beside those of this process.</param>
    public static (int Code, string Out, string Error) Run(string[] line, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{line[0]} did not start.");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
