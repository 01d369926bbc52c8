using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Help in two lengths: a command's own help has its whole description with examples; the list of its parent has only the first
/// sentence.
/// </summary>
internal sealed class Help(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>True, so that help is shown although a required option is missing.</summary>
    public override bool ClearsParseErrors => true;

    public static void ShortenIn(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new Help((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        foreach (Command command in parseResult.CommandResult.Command.Subcommands)
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
