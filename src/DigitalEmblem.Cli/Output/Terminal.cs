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
        PrintableWriter.Announce(context.Out);
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

    /// <summary>A line of text.</summary>
    public static void Line(this IAnsiConsole console, Sentence text) => console.MarkupLine(Markup(text));

    /// <summary>A line of text in a style of Spectre's, such as <c>bold red</c>.</summary>
    public static void Line(this IAnsiConsole console, string style, Sentence text) => console.MarkupLine(Styled(style, text));

    /// <summary>A line above others.</summary>
    public static void Heading(this IAnsiConsole console, Sentence text) => console.Line("bold", text);

    /// <summary>A paragraph with a margin. On a terminal, wrapped lines keep the margin.</summary>
    public static void Indented(this IAnsiConsole console, int margin, Sentence text) => IndentedMarkup(console, margin, Markup(text));

    /// <summary>A label and a text beside it. On a terminal, the text is wrapped in its own column.</summary>
    public static void Labelled(this IAnsiConsole console, Sentence label, Sentence text) =>
        LabelledMarkup(console, label, Markup(text));

    /// <summary>
    /// A sentence as Spectre's markup. All text in markup must pass through here, names too: Spectre's output may have escape sequences of
    /// colours, and afterwards they cannot be told from sequences that came with the text.
    /// </summary>
    public static string Markup(Sentence text) => Spectre.Console.Markup.Escape(Speech.Text(text));

    /// <summary>The same in a style of Spectre's.</summary>
    public static string Styled(string style, Sentence text) => $"[{style}]{Markup(text)}[/]";

    /// <summary>The same of markup, all of which was made from sentences or codes.</summary>
    public static void IndentedMarkup(IAnsiConsole console, int margin, string markup)
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

    /// <summary>The same of markup.</summary>
    public static void LabelledMarkup(IAnsiConsole console, Sentence label, string markup)
    {
        string text = Speech.Text(label);
        int width = Math.Max(LabelWidth, Columns.Of(text) + 1);
        if (console.Profile.Width == NoTerminalWidth)
        {
            console.MarkupLine($"{Spectre.Console.Markup.Escape(Columns.Pad(text, width))}{markup}");
        }
        else
        {
            console.Write(new Grid()
                .AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new Padding(0, 0, 0, 0) })
                .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) })
                .AddRow(Spectre.Console.Markup.Escape(text), markup));
        }
    }

    /// <summary>A name or a record as Spectre's markup, cut where it is too long for a line (decisions.md, 25).</summary>
    public static string Safe(string text) => Spectre.Console.Markup.Escape(Printable.Text(text));

    /// <summary>Any text on one line, whole, with all unprintable characters escaped.</summary>
    public static string Line(string text) => PrintableLine.Of(text);

    /// <summary>
    /// The same for a text of several lines. Line ends stay; a carriage return without a line feed is escaped, since it moves the cursor.
    /// </summary>
    public static string Lines(string text) =>
        string.Join("\r\n", text.Split("\r\n").Select(part => string.Join('\n', part.Split('\n').Select(Line))));

    /// <summary>
    /// A text that was said, or several lines of it, once more. What a language other than English has in its texts stays: blanks that do
    /// not break, and isolates. In what stood in the holes of a sentence, <see cref="Speech"/> has escaped these.
    /// </summary>
    public static string Said(string text) => Speech.IsTranslated
        ? string.Concat(Typography().Split(text).Select(part => Typography().IsMatch(part) ? part : Lines(part)))
        : Lines(text);

    /// <summary>The same for a message, which is one line.</summary>
    public static string SaidLine(string text) => Speech.IsTranslated
        ? string.Concat(Typography().Split(text).Select(part => Typography().IsMatch(part) ? part : Line(part)))
        : Line(text);

    /// <summary>The same for a text with colours. The escape sequences of colours stay.</summary>
    private static string Coloured(string text) =>
        string.Concat(Colour().Split(text).Select(part => Colour().IsMatch(part) ? part : Said(part)));

    [System.Text.RegularExpressions.GeneratedRegex("([\u00a0\u202f\u2066-\u2069])")]
    private static partial System.Text.RegularExpressions.Regex Typography();

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
