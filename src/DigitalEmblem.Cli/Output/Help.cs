using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Help in two lengths: a command's own help has its whole description with examples; the list of its parent has only the first
/// sentence.
/// </summary>
/// <param name="inner">Writes the help.</param>
/// <param name="width">The columns of the terminal; null if there is none.</param>
internal sealed class Help(HelpAction inner, int? width) : SynchronousCommandLineAction
{
    /// <summary>True, so that help is shown although a required option is missing.</summary>
    public override bool ClearsParseErrors => true;

    public static void ShortenIn(RootCommand root, int? width)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new Help((HelpAction)option.Action!, width);
    }

    public override int Invoke(ParseResult parseResult)
    {
        Command shown = parseResult.CommandResult.Command;
        shown.Description = NarrowText.Fit(shown.Description ?? "", width);
        foreach (Command command in shown.Subcommands)
        {
            command.Description = FirstSentence(command.Description ?? "");
        }

        return inner.Invoke(parseResult);
    }

    private static string FirstSentence(string text)
    {
        string joined = text.ReplaceLineEndings(" ");
        int end = joined.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? joined : joined[..(end + 1)];
    }
}
