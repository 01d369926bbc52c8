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

    /// <summary>A paragraph with a margin. On a terminal, wrapped lines keep the margin.</summary>
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

    /// <summary>A label and a text beside it. On a terminal, the text is wrapped in its own column.</summary>
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

    /// <summary>Text from a token, made safe for a terminal and for Spectre's markup (decisions.md, 25).</summary>
    public static string Safe(string text) => Markup.Escape(Printable.Text(text));

    /// <summary>
    /// The same, and never cut. All text in markup must pass through here, our own too: Spectre's output may have escape sequences of
    /// colours, and afterwards they cannot be told from sequences that came with the text.
    /// </summary>
    public static string SafeAll(string text) => Markup.Escape(Line(text));

    /// <summary>Any text on one line, whole, with all unprintable characters escaped.</summary>
    public static string Line(string text) => PrintableLine.Of(text);

    /// <summary>
    /// The same for a text of several lines. Line ends stay; a carriage return without a line feed is escaped, since it moves the cursor.
    /// </summary>
    public static string Lines(string text) =>
        string.Join("\r\n", text.Split("\r\n").Select(part => string.Join('\n', part.Split('\n').Select(Line))));

    /// <summary>The same for a text with colours. The escape sequences of colours stay.</summary>
    private static string Coloured(string text) =>
        string.Concat(Colour().Split(text).Select(part => Colour().IsMatch(part) ? part : Lines(part)));

    // Spectre.Console writes these sequences for colours and weights (ECMA-48, SGR).
    [System.Text.RegularExpressions.GeneratedRegex("(\u001b\\[[0-9;]*m)")]
    private static partial System.Text.RegularExpressions.Regex Colour();

    /// <summary>
    /// The same for JSON, with the escapes of JSON, so that its meaning stays. Such characters can be only inside of its strings.
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
