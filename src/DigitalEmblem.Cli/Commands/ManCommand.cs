using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Cli.Documentation;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// <c>emblem man</c>: the man pages, for packages. They are in English: they are made once for all users of a machine, and help is there in
/// every language.
/// </summary>
internal static class ManCommand
{
    public static Command Create(CommandContext context)
    {
        var path = new Argument<string[]>("COMMAND")
        {
            Description = Speech.Text($"The command of which to write the page; none for that of the whole."),
            Arity = ArgumentArity.ZeroOrMore
        };
        var folder = new Option<string?>("--out")
        {
            Description = Speech.Text($"A folder: write all pages into it."),
            HelpName = "FOLDER"
        };
        var command = new Command("man", Speech.Text($"Writes man pages, in English.")) { path, folder };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Speech.Speak(Language.English);
            IReadOnlyList<TreeCommand> all = TreeCommand.All(EmblemCommand.Create(context));
            if (parsed.GetValue(folder) is { } target)
            {
                foreach (TreeCommand one in all)
                {
                    OutputFile.Write(Path.Combine(target, one.Page + ".1"), ManPage.Write(one, Version, Date(context)), context);
                }

                return ExitCode.Done;
            }

            string name = string.Join(' ', parsed.GetValue(path) ?? []);
            TreeCommand asked = all.FirstOrDefault(c => c.Name == name)
                ?? throw new UsageException($"There is no command 'emblem {name}'.");
            context.PrintText(ManPage.Write(asked, Version, Date(context)));
            return ExitCode.Done;
        });
        return command;
    }

    // Packages are made twice with equal bytes, so the day is that of the sources.
    private static string Date(CommandContext context) =>
        long.TryParse(context.Environment("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";

    private static string Version => typeof(ManCommand).Assembly.GetName().Version!.ToString(3);
}
