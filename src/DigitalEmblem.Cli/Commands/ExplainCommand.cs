using System.CommandLine;
using DigitalEmblem.Cli.Output;
using Spectre.Console;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem explain</c>: what does each sign mean?</summary>
internal static class ExplainCommand
{
    private const string Description = """
        Explains what each sign means, whom it concerns, its main treaty articles and its limits. Not legal advice.

        Examples:
          emblem explain
          emblem explain protective cultural-property
        """;

    public static Command Create(CommandContext context)
    {
        var purposes = new Argument<string[]>("PURPOSE")
        {
            HelpName = "PURPOSE",
            Description = "protective, indicative, dangerous-forces, civil-defence, cultural-property; none explains all.",
            Arity = ArgumentArity.ZeroOrMore
        };
        purposes.AcceptOnlyFromAmong([.. PurposeExplanation.All.Select(p => p.Name)]);
        var command = new Command("explain", Description) { purposes };
        command.SetAction(parsed =>
        {
            string[] names = parsed.GetValue(purposes) ?? [];
            IAnsiConsole console = Terminal.Over(context);
            foreach (PurposeExplanation purpose in PurposeExplanation.All.Where(p => names.Length == 0 || names.Contains(p.Name)))
            {
                console.MarkupLine($"[bold]{purpose.Name}[/]");
                Row(console, "Sign", purpose.Sign);
                Row(console, "Meaning", purpose.Meaning);
                Row(console, "Concerns", purpose.Concerns);
                Row(console, "Articles", purpose.Articles);
                Row(console, "Authorised by", purpose.AuthorisedBy);
                Row(console, "Limits", purpose.Limits);
                console.WriteLine();
            }

            console.MarkupLine("[bold]Whatever the sign[/]");
            foreach (string caveat in PurposeExplanation.Caveats)
            {
                Terminal.Indented(console, 2, Terminal.SafeAll(caveat));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Row(IAnsiConsole console, string name, string text) => Terminal.Labelled(console, name, Terminal.SafeAll(text));
}
