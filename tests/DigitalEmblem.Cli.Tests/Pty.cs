using System.Diagnostics;
using System.Text;

namespace DigitalEmblem.Cli.Tests;

/// <summary>A program on a terminal of its own (script, of Debian's essential bsdutils), with what a person types at it.</summary>
internal static class Pty
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Runs a shell's command line on a terminal, to its end.</summary>
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="line">The command line.</param>
    /// <param name="prompt">What is waited for before anything is typed.</param>
    /// <param name="typed">What is typed.</param>
    public static (int Code, string Seen) Run(int columns, string line, string prompt = "", string typed = "")
    {
        var start = new ProcessStartInfo(
            "script", ["--quiet", "--return", "--command", $"stty cols {columns} rows 24; exec {line}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["EMBLEM_HOME"] = "/nonexistent";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("script did not start.");
        using var ended = new Timer(_ => process.Kill(entireProcessTree: true), null, Longest, Timeout.InfiniteTimeSpan);
        var seen = new StringBuilder();
        bool isTyped = typed.Length == 0;
        for (int read; (read = process.StandardOutput.Read()) >= 0;)
        {
            seen.Append((char)read);
            if (!isTyped && seen.ToString().EndsWith(prompt, StringComparison.Ordinal))
            {
                isTyped = true;
                process.StandardInput.Write(typed);
                process.StandardInput.Flush();
            }
        }

        process.WaitForExit();
        return (process.ExitCode, seen.ToString());
    }
}
