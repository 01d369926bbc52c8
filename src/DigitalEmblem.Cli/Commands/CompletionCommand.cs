using System.CommandLine;
using DigitalEmblem.Cli.Documentation;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem completion</c>: a script by which a shell completes the words of the command line.</summary>
internal static class CompletionCommand
{
    private static Sentence Description => $"""
        Prints a script by which a shell completes commands, options and their values. It is made from the commands as they are now, and
        starts no program for a press of TAB.

        Examples:
          emblem completion bash > ~/.local/share/bash-completion/completions/emblem
          emblem completion zsh > /usr/local/share/zsh/site-functions/_emblem
          emblem completion fish > ~/.config/fish/completions/emblem.fish
        """;

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = Speech.Text($"bash, zsh or fish.") };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", Speech.Text(Description)) { shell };
        command.SetAction(parsed =>
        {
            // As the man pages: the script is made once, for all users of a machine.
            Speech.Speak(Language.English);
            IReadOnlyList<TreeCommand> all = TreeCommand.All(EmblemCommand.Create(context));
            context.PrintText(parsed.GetValue(shell) switch
            {
                "zsh" => ZshCompletion.Write(all),
                "fish" => FishCompletion.Write(all),
                _ => BashCompletion.Write(all),
            });
            return ExitCode.Done;
        });
        return command;
    }
}
