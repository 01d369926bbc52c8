using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Spectre's console over the command's own output: no colour into a pipe or with NO_COLOR, and no wrapping of lines there.
/// </summary>
internal static partial class Terminal
{
    private const int NoTerminalWidth = 4000;
    private const int LabelWidth = 14;

    public static IAnsiConsole Over(CommandContext context)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = context.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = context.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(context.Colour ? new PrintableWriter(PrintableWriter.Behind(context.Out), Coloured) : context.Out),
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = context.Width is > 20 and { } width ? width : NoTerminalWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>A paragraph with a margin, which a terminal keeps when it wraps.</summary>
    public static void Indented(IAnsiConsole console, int margin, string markup)
    {
        if (console.Profile.Width == NoTerminalWidth)
        {
            console.MarkupLine(new string(' ', margin) + markup);
        }
        else
        {
            console.Write(new Padder(new Markup(markup), new Padding(margin, 0, 0, 0)));
        }
    }

    /// <summary>A label and a text beside it, which a terminal wraps in its own column.</summary>
    public static void Labelled(IAnsiConsole console, string label, string markup)
    {
        if (console.Profile.Width == NoTerminalWidth)
        {
            console.MarkupLine($"{label.PadRight(LabelWidth)}{markup}");
        }
        else
        {
            console.Write(new Grid()
                .AddColumn(new GridColumn { Width = LabelWidth, NoWrap = true, Padding = new Padding(0, 0, 0, 0) })
                .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) })
                .AddRow(label, markup));
        }
    }

    /// <summary>Text from a token, fit for a terminal and for Spectre's markup (decisions.md, 25).</summary>
    public static string Safe(string text) => Markup.Escape(Printable.Text(text));

    /// <summary>
    /// The same, and never cut. Every text that goes into markup passes here, our own too: with colours, what comes out of Spectre may hold
    /// the escape sequences of colours, and it cannot be told any more who wrote them.
    /// </summary>
    public static string SafeAll(string text) => Markup.Escape(Line(text));

    /// <summary>Text from anywhere on one line, whole, with everything unprintable escaped.</summary>
    public static string Line(string text) => PrintableLine.Of(text);

    /// <summary>
    /// The same for a text of several lines, which stay. A carriage return ends a line only before a line feed: alone it moves the cursor.
    /// </summary>
    public static string Lines(string text) =>
        string.Join("\r\n", text.Split("\r\n").Select(part => string.Join('\n', part.Split('\n').Select(Line))));

    /// <summary>The same for a text with colours, which stay.</summary>
    private static string Coloured(string text) =>
        string.Concat(Colour().Split(text).Select(part => Colour().IsMatch(part) ? part : Lines(part)));

    // What Spectre.Console writes for colours and weights: ECMA-48, SGR.
    [System.Text.RegularExpressions.GeneratedRegex("(\u001b\\[[0-9;]*m)")]
    private static partial System.Text.RegularExpressions.Regex Colour();

    /// <summary>
    /// The same for JSON, which stays what it is: inside of its strings, where alone such characters can be, they have
    /// an escape of their own.
    /// </summary>
    public static string Json(string text)
    {
        if (Lines(text) == text)
        {
            return text;
        }

        var safe = new System.Text.StringBuilder();
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            string one = rune.ToString();
            safe.Append(one is "\n" or "\r" || Line(one) == one
                ? one
                : string.Concat(one.Select(c => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))));
        }

        return safe.ToString();
    }
}
