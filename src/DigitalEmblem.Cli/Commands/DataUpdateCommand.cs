using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data update</c>: marks again what has changed since.</summary>
internal static class DataUpdateCommand
{
    private static Sentence Description => $"""
        Marks marked data again after a change, and renews their sign. A profile of this project. Reads only the files whose size, times or
        place on disk changed since; --full reads all.

        A person who can set a file's times can hide a change from an update, but never from a check. What the sign excludes stays excluded;
        with --exclude, what is named takes the place of that.

        Of a volume it makes the next generation, which lists what is new or changed, and leaves the older ones. If nothing is, it renews
        the sign of the generation that is there.

        Exit codes: 0 marked, 2 the sign or the list that is there is malformed, 3 something could not be read, 4 the key or the
        endorsements would not be accepted by those who check, 64 a mistake in the command line, 130 stopped.

        Examples:
          emblem data update records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective
          emblem data update records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective \
            --full
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        var full = new Option<bool>("--full")
        {
            Description = Speech.Text($"Read every file again, also those that seem to be as they were.")
        };
        var options = new MarkingOptions();
        var command = new Command("update", Speech.Text(Description)) { path };
        options.AddTo(command);
        command.Options.Add(full);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                throw new UsageException($"An object of a store is marked again with 'emblem data mark', which reads all of it.");
            }

            SignInArchive.RefuseUpdate(MarkedPath.Of(parsed.GetValue(path)!));
            try
            {
                return await options.RunAsync(
                    parsed,
                    parsed.GetValue(path)!,
                    parsed.GetValue(full),
                    context,
                    (marker, file, how) => marker.UpdateAsync(file, how, cancellationToken));
            }
            catch (DataFormatException e)
            {
                throw new RefusalException(
                    ExitCode.Undecodable,
                    $"The sign that is there cannot be updated, because it is malformed: {Sentence.Of(e)}. It stays as it is. "
                        + $"'emblem data mark' makes a new one; name what is excluded again.");
            }
        });
        return command;
    }
}
