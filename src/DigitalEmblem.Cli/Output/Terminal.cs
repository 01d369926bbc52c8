using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>Spectre's console over the command's own output: no colour into a pipe or with NO_COLOR, and no wrapping of lines there.</summary>
internal static class Terminal
{
    private const int NoTerminalWidth = 4000;

    public static IAnsiConsole Over(CommandContext context)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = context.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = context.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(context.Out),
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = context.Width is > 20 and { } width ? width : NoTerminalWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>Text from a token, fit for a terminal and for Spectre's markup (decisions.md, 25).</summary>
    public static string Safe(string text) => Markup.Escape(Printable.Text(text));
}
