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
/// <param name="width">The columns of the terminal; null if there is none.</param>
internal sealed class Help(HelpAction inner, int? width) : SynchronousCommandLineAction
{
    /// <summary>True, so that help is shown although a required option is missing.</summary>
    public override bool ClearsParseErrors => true;

    public static void ShortenIn(RootCommand root, int? width)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Description = Speech.Text($"Show help and usage information");
        option.Action = new Help((HelpAction)option.Action!, width);
        root.Options.OfType<VersionOption>().Single().Description = Speech.Text($"Show version information");
    }

    public override int Invoke(ParseResult parseResult)
    {
        Command shown = parseResult.CommandResult.Command;
        shown.Description = NarrowText.Fit(shown.Description ?? "", width);
        foreach (Command command in shown.Subcommands)
        {
            command.Description = FirstSentence(command.Description ?? "");
        }

        if (!Speech.IsTranslated)
        {
            return inner.Invoke(parseResult);
        }

        InvocationConfiguration streams = parseResult.InvocationConfiguration;
        TextWriter output = streams.Output;
        using var help = new StringWriter(CultureInfo.InvariantCulture);
        streams.Output = help;
        int code = inner.Invoke(parseResult);
        streams.Output = output;
        output.Write(HelpWords.In(help.ToString()));
        return code;
    }

    private static string FirstSentence(string text)
    {
        string joined = text.ReplaceLineEndings(" ");
        int end = joined.IndexOf(". ", StringComparison.Ordinal), chinese = joined.IndexOf('\u3002', StringComparison.Ordinal);
        end = end < 0 || (chinese >= 0 && chinese < end) ? chinese : end;
        return end < 0 ? joined : joined[..(end + 1)];
    }
}
