using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Documentation;

/// <summary>A man page of a command, in the macros of man(7). It is made of the command's own help, so that it cannot grow old.</summary>
internal static partial class ManPage
{
    private const string Example = "  ";

    // Text stands seven columns in, and examples have a margin of their own.
    private const int ExampleColumns = 71, SourceColumns = 60;

    /// <summary>The page.</summary>
    /// <param name="command">The command.</param>
    /// <param name="version">The version of this program.</param>
    /// <param name="date">The day of the page; empty if it has none.</param>
    public static string Write(TreeCommand command, string version, string date)
    {
        var page = new StringBuilder();
        string title = command.Page.ToUpperInvariant();
        page.Append(CultureInfo.InvariantCulture, $".TH {title} 1 \"{date}\" \"emblem {version}\" \"Digital emblems\"\n");
        Section(page, "NAME");
        page.Append(CultureInfo.InvariantCulture, $"{command.Page} \\-\n{Filled(Help.FirstSentence(command.Command).TrimEnd('.', '?'))}\n");
        Section(page, "SYNOPSIS");
        Synopsis(page, command);
        Section(page, "DESCRIPTION");
        Description(page, command.Command.Description ?? "");
        Rows(page, "COMMANDS", command.Subcommands.Select(c => (Bold(c.Name), Help.FirstSentence(c))));
        Rows(page, "ARGUMENTS", command.Arguments.Select(a => (Italic(a.Name), a.Description ?? "")));
        Rows(page, "OPTIONS", command.Options.Select(o => (NameOf(o), o.Description ?? "")));
        SeeAlso(page, command);
        return page.ToString();
    }

    private static void Synopsis(StringBuilder page, TreeCommand command)
    {
        page.Append(".B ").Append(Text($"emblem {command.Name}".TrimEnd())).Append('\n');
        if (command.Subcommands.Any())
        {
            page.Append(".I COMMAND\n");
        }

        foreach (Argument argument in command.Arguments)
        {
            string name = Italic(argument.Name);
            bool several = argument.Arity.MaximumNumberOfValues > 1;
            page.Append(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name).Append(several ? "...\n" : "\n");
        }

        foreach (Option option in command.Options.Where(o => o.Required))
        {
            page.Append(NameOf(option)).Append('\n');
        }

        page.Append("[options]\n");
    }

    /// <summary>Paragraphs are filled; examples, which are indented in a description, stay as they are.</summary>
    private static void Description(StringBuilder page, string description)
    {
        bool isExample = false, isNew = false;
        foreach (string line in NarrowText.Fit(description, ExampleColumns).ReplaceLineEndings("\n").Split('\n'))
        {
            bool indented = line.StartsWith(Example, StringComparison.Ordinal);
            if (indented != isExample)
            {
                page.Append(indented ? ".PP\n.EX\n" : ".EE\n");
                isExample = indented;
            }

            if (line.Length > 0)
            {
                page.Append(isNew && !indented ? ".PP\n" : "").Append(indented ? Text(line) : Filled(line)).Append('\n');
            }

            isNew = line.Length == 0;
        }

        page.Append(isExample ? ".EE\n" : "");
    }

    private static void Rows(StringBuilder page, string title, IEnumerable<(string Name, string Text)> rows)
    {
        (string, string)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        Section(page, title);
        foreach ((string name, string text) in all)
        {
            page.Append(".TP\n").Append(name).Append('\n').Append(Filled(text.ReplaceLineEndings(" "))).Append('\n');
        }
    }

    private static void SeeAlso(StringBuilder page, TreeCommand command)
    {
        string[] pages =
        [
            .. command.Path.Select((_, i) => new TreeCommand([.. command.Path.Take(i)], command.Command, []).Page),
            .. command.Subcommands.Select(c => new TreeCommand([.. command.Path, c.Name], c, []).Page),
        ];
        if (pages.Length == 0)
        {
            return;
        }

        Section(page, "SEE ALSO");
        for (int i = 0; i < pages.Length; i++)
        {
            page.Append(CultureInfo.InvariantCulture, $".BR {Text(pages[i])} (1){(i + 1 < pages.Length ? "," : "")}\n");
        }
    }

    private static string NameOf(Option option)
    {
        string names = string.Join(", ", TreeCommand.Names(option).Select(Bold));
        return Arguments.IsFlag(option) ? names : $"{names} {Italic(option.HelpName ?? "VALUE")}";
    }

    private static void Section(StringBuilder page, string title) => page.Append(CultureInfo.InvariantCulture, $".SH {title}\n");

    private static string Bold(string text) => $"\\fB{Text(text)}\\fR";

    private static string Italic(string text) => $"\\fI{Text(text)}\\fR";

    /// <summary>Text that roff fills. Each sentence begins a line, because roff finds the ends of sentences there.</summary>
    private static string Filled(string text) => string.Join(
        '\n', EndOfSentence().Split(text).SelectMany(s => Wrapping.Lines(s, SourceColumns)).Select(Text));

    /// <summary>A line in which roff sees no commands: one that begins with a dot would be one.</summary>
    private static string Text(string line)
    {
        string plain = line.TrimEnd()
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal);
        return plain.StartsWith('.') ? "\\&" + plain : plain;
    }

    [GeneratedRegex(@"(?<=[.?!]\)?) +", RegexOptions.CultureInvariant)]
    private static partial Regex EndOfSentence();
}
