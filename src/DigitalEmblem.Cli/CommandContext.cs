using DigitalEmblem.Cli.Output;
using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Cli;

/// <summary>What a command may touch of the process: its streams, its clock and its environment.</summary>
internal sealed class CommandContext
{
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether standard input comes from a file or a pipe, so that reading it does not wait for a person.</summary>
    public required bool InputIsRedirected { get; init; }

    /// <summary>Results. Nothing unprintable comes through.</summary>
    public required TextWriter Out { get; init => field = PrintableWriter.Over(value, Terminal.Lines); }

    /// <summary>
    /// Standard output where it is a pipe: unlike <see cref="Out"/>, it throws when nobody reads it any more. Null where it is none.
    /// </summary>
    public Stream? OutPipe { get; init; }

    /// <summary>Messages, each of which is one line. Nothing unprintable comes through.</summary>
    public required TextWriter Error { get; init => field = PrintableWriter.Over(value, Terminal.Line); }

    /// <summary>Whether colour may be written to <see cref="Out"/>.</summary>
    public required bool Colour { get; init; }

    /// <summary>The width of the terminal; null if <see cref="Out"/> is none.</summary>
    public required int? Width { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal, so that somebody sees progress.</summary>
    public bool ErrorIsTerminal { get; init; }

    public required TimeProvider Clock { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>
    /// Whether the command is told of Ctrl-C and the like, and may finish what it does: it is where it has the process for itself.
    /// </summary>
    public bool HearsSignals { get; init; }

    /// <summary>Asks a person for a secret; null if there is nobody to ask.</summary>
    public required Func<string, string?> AskSecret { get; init; }

    /// <summary>Asks a person for a line; null if there is nobody to ask, or nobody who sees what was printed.</summary>
    public Func<string, string?> AskLine { get; init; } = _ => null;

    /// <summary>The files that the command read so far: what it writes must not take their place.</summary>
    public HashSet<string> FilesRead { get; } = new(StringComparer.Ordinal);

    public static CommandContext OfProcess() => new()
    {
        OpenInput = Console.OpenStandardInput,
        InputIsRedirected = Console.IsInputRedirected,
        Out = Console.Out,
        OutPipe = OpenOutPipe(),
        Error = Console.Error,
        Colour = !Console.IsOutputRedirected && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")),
        Width = Console.IsOutputRedirected ? null : Console.WindowWidth,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        HearsSignals = true,
        Clock = TimeProvider.System,
        Environment = System.Environment.GetEnvironmentVariable,
        AskSecret = AskOnTerminal,
        AskLine = AskLineOnTerminal,
    };

    private static FileStream? OpenOutPipe()
    {
        const int StandardOutput = 1;
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return null;
        }

        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? null : stream;
    }

    private static string? AskLineOnTerminal(string prompt)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write(Terminal.Line(prompt));
        return Console.ReadLine() ?? "";
    }

    private static string? AskOnTerminal(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Console.Error.Write(Terminal.Line(prompt));
        var secret = new System.Text.StringBuilder();
        for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.Length--;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return secret.ToString();
    }
}
