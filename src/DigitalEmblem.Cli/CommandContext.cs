using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Output;
using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Cli;

/// <summary>What a command may touch of the process: its streams, its clock and its environment.</summary>
internal sealed class CommandContext
{
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether standard input comes from a file or a pipe, so that reading it does not wait for a person.</summary>
    public required bool InputIsRedirected { get; init; }

    /// <summary>Takes results. Unprintable characters are escaped.</summary>
    public required TextWriter Out { get; init => field = PrintableWriter.Over(value, Terminal.Said); }

    /// <summary>
    /// Standard output if it is a pipe; null if it is not. Unlike <see cref="Out"/>, it throws after the reader of the pipe has ended.
    /// </summary>
    public Stream? OutPipe { get; init; }

    /// <summary>Takes messages, each of which is one line. Unprintable characters are escaped.</summary>
    public required TextWriter Error { get; init => field = PrintableWriter.Over(value, Terminal.SaidLine); }

    /// <summary>Whether colour may be written to <see cref="Out"/>.</summary>
    public required bool Colour { get; init; }

    /// <summary>The width of the terminal; null if <see cref="Out"/> is not a terminal.</summary>
    public required int? Width { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal. Progress is shown only there.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The width of the terminal behind <see cref="Error"/>; null if there is none, or if it is not known.</summary>
    public int? ErrorWidth { get; init; }

    public required TimeProvider Clock { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>
    /// Whether the command handles Ctrl-C and SIGTERM itself, so that it can finish its work first. True only if it is the only user of
    /// the process.
    /// </summary>
    public bool HearsSignals { get; init; }

    /// <summary>Asks a person for a secret; null if no person can be asked.</summary>
    public required Func<string, string?> AskSecret { get; init; }

    /// <summary>Asks a person for a line; null if no person can be asked or can see what was printed.</summary>
    public Func<string, string?> AskLine { get; init; } = _ => null;

    /// <summary>The files that the command read so far: its output must not replace them.</summary>
    public HashSet<string> FilesRead { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the user's configuration is read. Not where the same must come out for every user.</summary>
    public bool ReadsConfiguration { get; init; } = true;

    /// <summary>What the user has configured; nothing until the command line was looked at.</summary>
    public UserConfiguration Configuration { get; set; } = UserConfiguration.None;

    /// <summary>The language that an option names; null if none does.</summary>
    public Language? LanguageOption { get; set; }

    /// <summary>The languages that a person can choose.</summary>
    public IReadOnlyList<Language> Languages { get; init; } = Language.Spoken;

    /// <summary>Says a line of a result, for a person.</summary>
    public void Say(Sentence sentence) => Out.WriteLine(Speech.Text(sentence));

    /// <summary>Leaves a line empty.</summary>
    public void Say() => Out.WriteLine();

    /// <summary>Says a line beside the result, for a person. On a terminal it is broken between words.</summary>
    /// <param name="sentence">The line.</param>
    /// <param name="margin">The blanks before it.</param>
    public void Tell(Sentence sentence, int margin = 0)
    {
        string text = Speech.Text(sentence);
        bool fits = ErrorWidth is not { } columns || margin + Columns.Of(text) <= columns;
        foreach (string line in fits ? [text] : Wrapping.Lines(text, ErrorWidth!.Value - margin))
        {
            Error.WriteLine(new string(' ', margin) + line);
        }
    }

    /// <summary>
    /// Prints a result as it is: JSON, records, keys, commands to type. It is no text for people to read, and the same in each language.
    /// </summary>
    public void Print(string result) => Out.WriteLine(Terminal.Lines(result));

    /// <summary>Prints a result that ends its last line itself.</summary>
    public void PrintText(string result) => Out.Write(Terminal.Lines(result));

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
        ErrorWidth = Console.IsErrorRedirected || Console.WindowWidth < LeastWidth ? null : Console.WindowWidth,
        HearsSignals = true,
        Clock = TimeProvider.System,
        Environment = System.Environment.GetEnvironmentVariable,
        AskSecret = AskOnTerminal,
        AskLine = AskLineOnTerminal,
    };

    // Some terminals do not tell their width.
    private const int LeastWidth = 20;

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

        Console.Error.Write(Terminal.SaidLine(prompt));
        return Console.ReadLine() ?? "";
    }

    private static string? AskOnTerminal(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Console.Error.Write(Terminal.SaidLine(prompt));
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
