using System.Diagnostics;

namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>
/// The command in a process of its own, by itself or under a tracer: as it is installed where test.sh has published it
/// (<see cref="NativeCommand"/>), else as it is built.
/// </summary>
internal static class BuiltCommand
{
    private static string Assembly { get; } = BuiltProgram.Assembly("DigitalEmblem.Cli", "emblem.dll");

    /// <summary>Runs it with arguments.</summary>
    /// <param name="environment">Variables, beside those of this process.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="before">A program with its arguments that starts the command; none by default.</param>
    public static (int Code, string Out, string Error) Run(
        IReadOnlyDictionary<string, string> environment, string[] args, params string[] before) =>
        BuiltProgram.Run([.. before, .. Line(args)], environment);

    /// <summary>Starts it, for anyone who wants to end it; both streams are redirected, and nothing is read from standard input.</summary>
    /// <param name="args">The arguments.</param>
    public static Process Start(params string[] args)
    {
        string[] line = Line(args);
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{line[0]} did not start.");
    }

    /// <summary>The words that start it.</summary>
    /// <param name="args">The arguments.</param>
    public static string[] Line(params string[] args) =>
        NativeCommand.FilePath is { } native ? [native, .. args] : [BuiltProgram.Dotnet, Assembly, .. args];
}
