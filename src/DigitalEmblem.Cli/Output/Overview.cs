using System.CommandLine;

namespace DigitalEmblem.Cli.Output;

/// <summary>What is shown where no command is named: what this is, the commands that people need first, and how to see more.</summary>
internal static class Overview
{
    private static readonly string[][] First = [["check"], ["verify"], ["data", "check"], ["explain"], ["demo"]];

    public static void Write(RootCommand root, CommandContext context)
    {
        int columns = Help.ColumnsOf(context.Width);
        (string, string)[] rows = [.. First.Select(path => ($"emblem {string.Join(' ', path)}", Help.FirstSentence(Find(root, path))))];
        IEnumerable<string> lines =
        [
            .. Wrapping.Lines(root.Description ?? "", columns),
            "",
            .. HelpLayout.Rows(rows, columns),
            "",
            .. Wrapping.Lines(
                Speech.Text($"'emblem --help' names every command, and 'emblem COMMAND --help' explains one, with examples."), columns),
        ];
        foreach (string line in lines)
        {
            context.Out.WriteLine(line);
        }
    }

    private static Command Find(Command root, string[] path) =>
        path.Aggregate(root, (at, name) => at.Subcommands.First(c => c.Name == name));
}
