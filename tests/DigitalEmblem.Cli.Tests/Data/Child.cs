using System.Diagnostics;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>The command in a process of its own, as another user or under a program that starts it.</summary>
internal static class Child
{
    /// <summary>The words that start it.</summary>
    /// <param name="args">The arguments.</param>
    public static string[] Line(params string[] args) =>
        NativeCommand.FilePath is { } native ? [native, .. args] : ["dotnet", typeof(EmblemCommand).Assembly.Location, .. args];

    /// <summary>The words that start a copy of it that every user may read.</summary>
    /// <param name="folder">Where the copy lies.</param>
    /// <param name="args">The arguments.</param>
    public static string[] LineOfCopy(string folder, params string[] args)
    {
        string copy = Directory.CreateDirectory(Path.Combine(folder, "emblem-copy")).FullName;
        string built = Path.GetDirectoryName(NativeCommand.FilePath ?? typeof(EmblemCommand).Assembly.Location)!;
        Run("cp", "-r", built + "/.", copy);
        Run("chmod", "-R", "a+rX", folder);
        return NativeCommand.FilePath is { } native
            ? [Path.Combine(copy, Path.GetFileName(native)), .. args]
            : ["dotnet", Path.Combine(copy, "emblem.dll"), .. args];
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="line">It, and its arguments.</param>
    public static (int Code, string Out, string Error) Run(params string[] line)
    {
        using Process process = Start(line);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Starts a program. A passphrase of its keys stands in its environment.</summary>
    /// <param name="line">It, and its arguments.</param>
    public static Process Start(params string[] line)
    {
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["EMBLEM_PASSPHRASE"] = "test";
        start.Environment["EMBLEM_HOME"] = "/nonexistent";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"{line[0]} did not start.");
    }

    /// <summary>The words that run a program as a user who owns nothing.</summary>
    public static string[] AsNobody { get; } = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

    /// <summary>Whether this user may take another's identity, as root may.</summary>
    public static bool IsRoot => Environment.UserName == "root";
}
