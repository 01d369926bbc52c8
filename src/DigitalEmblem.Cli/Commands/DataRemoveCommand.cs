using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data remove</c>: removes the sign, and says what that does not do.</summary>
internal static class DataRemoveCommand
{
    private const string Description = """
        Removes the sign of a file or a folder, with its list, state and notice, also a list that was only prepared, and nothing else. A
        profile of this project.

        It withdraws nothing: a copy of the sign beside a copy of the data stays valid until it expires.

        Exit codes: 0 removed, 1 there was no sign, 64 a mistake in the command line, or it could not be removed.

        Example:
          emblem data remove records
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        var command = new Command("remove", Description) { path };
        command.SetAction(parsed =>
        {
            string marked = MarkedPath.Of(parsed.GetValue(path)!);
            bool isMarked = File.Exists(MarkedPath.SignOf(marked));
            DateTimeOffset? expires = SignReading.TryRead(marked)?.Claims.Validity.Expires;
            IReadOnlyList<string> removed = DataMarker.Remove(marked);
            if (removed.Count == 0)
            {
                context.Out.WriteLine(Terminal.Line($"There is no sign at '{marked}', so nothing was removed."));
                return ExitCode.NotFound;
            }

            foreach (string file in removed)
            {
                context.Out.WriteLine(Terminal.Line($"Removed {file}"));
            }

            if (!isMarked)
            {
                context.Out.WriteLine("There was no sign; what was prepared for one is gone.");
                return ExitCode.Done;
            }

            string until = expires is { } at ? $"until the sign expires: {VerdictText.Instant(at)}" : "until the sign expires";
            context.Out.WriteLine($"Copies of the sign stay valid {until}.");
            return ExitCode.Done;
        });
        return command;
    }
}
