using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Help in two lengths: a command's own help has its whole description with examples; the list of its parent has only the first
/// sentence.
/// </summary>
/// <param name="inner">Writes the help.</param>
/// <param name="columns">The columns of a line.</param>
internal sealed class Help(HelpAction inner, int columns) : SynchronousCommandLineAction
{
    private static readonly string[] Ends = [". ", "? ", "\u061f ", "\u3002", "\uff1f"];

    private const int UsualWidth = 80, LeastWidth = 20;

    /// <summary>The columns of a line, of a terminal of a width; null is none, and some terminals do not tell theirs.</summary>
    public static int ColumnsOf(int? width) => width is >= LeastWidth and { } columns ? columns : UsualWidth;

    /// <summary>True, so that help is shown although a required option is missing.</summary>
    public override bool ClearsParseErrors => true;

    public static void ShortenIn(RootCommand root, int? width)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Description = Speech.Text($"Show help and usage information");
        option.Action = new Help((HelpAction)option.Action!, ColumnsOf(width));
        root.Options.OfType<VersionOption>().Single().Description = Speech.Text($"Show version information");
    }

    public override int Invoke(ParseResult parseResult)
    {
        Command shown = parseResult.CommandResult.Command;
        // System.CommandLine writes no help of a hidden command, also when that one is asked for.
        shown.Hidden = false;
        shown.Description = NarrowText.Fit(shown.Description ?? "", columns);
        foreach (Command command in shown.Subcommands)
        {
            command.Description = FirstSentence(command);
        }

        InvocationConfiguration streams = parseResult.InvocationConfiguration;
        TextWriter output = streams.Output;
        using var help = new StringWriter(CultureInfo.InvariantCulture);
        streams.Output = help;
        inner.MaxWidth = int.MaxValue;
        int code = inner.Invoke(parseResult);
        streams.Output = output;
        output.Write(HelpLayout.Fit(Speech.IsTranslated ? HelpWords.In(help.ToString()) : help.ToString(), columns));
        return code;
    }

    /// <summary>The first sentence, or question, of a command's description.</summary>
    public static string FirstSentence(Command command) => FirstSentence(command.Description);

    /// <summary>The first sentence, or question, of a text.</summary>
    public static string FirstSentence(string? description)
    {
        string joined = (description ?? "").ReplaceLineEndings(" ");
        int end = Ends.Select(e => joined.IndexOf(e, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        return end < 0 ? joined : joined[..(end + 1)];
    }
}
