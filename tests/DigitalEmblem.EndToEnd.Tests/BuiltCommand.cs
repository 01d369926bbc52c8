using System.Diagnostics;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>The command as it is built, in a process of its own, by itself or under a tracer.</summary>
internal static class BuiltCommand
{
    /// <summary>Where its project builds it, in the configuration of these tests. The copy beside the tests lacks what the tests' own framework brings.</summary>
    private static string Assembly { get; } = Find();

    /// <summary>Runs <c>dotnet emblem.dll</c> with arguments.</summary>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="before">A program with its arguments that starts the command; none by default.</param>
    public static (int Code, string Out, string Error) Run(IReadOnlyDictionary<string, string> environment, string[] args, params string[] before)
    {
        string dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        string[] all = [.. before, dotnet, Assembly, .. args];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{all[0]} did not start.");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Starts it, for whoever wants to end it; both streams are redirected, and nothing is read from standard input.</summary>
    /// <param name="args">The arguments.</param>
    public static Process Start(params string[] args)
    {
        string dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Assembly, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} did not start.");
    }

    /// <summary>The words that start it.</summary>
    /// <param name="args">The arguments.</param>
    public static string[] Line(params string[] args) => [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Assembly, .. args];

    private static string Find()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        DirectoryInfo? root = tests;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "DigitalEmblem.sln")))
        {
            root = root.Parent;
        }

        string path = Path.Combine(root?.FullName ?? "", "src", "DigitalEmblem.Cli", "bin", tests.Parent!.Name, tests.Name, "emblem.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The command is not built.", path);
    }
}
