using System.CommandLine;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data mark</c>: reads all files, and writes manifest and sign beside them.</summary>
internal static class DataMarkCommand
{
    private const string Description = """
        Marks a file or a folder: reads all of it, and writes a signed sign with a list of what it covers. A profile of this project.

        Key and endorsements are verified before anything is read, so that a mistake shows at once. If something cannot be read, nothing is
        written. An interruption leaves the sign that was there, or the new one. A copy of the sign cannot be withdrawn: it stays valid
        until it expires.

        With --into, PATH is a ZIP or a tar: a new archive is written, which has the same members and the sign in it. Without --into, an
        archive is a single file like any other, and its sign lies beside it.

        Exit codes: 0 marked, 3 something could not be read, or the archive has more than one reading (it is named, and nothing was
        written), 4 the key or the endorsements would not be accepted by those who check, 64 a mistake in the command line, 130 stopped.

        Examples:
          emblem bundle endorsement.cwt ministry.cwt emblem.pub root.pub ministry.pub --out endorsements.bundle
          emblem data mark records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective
          emblem data mark records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective \
            --lifetime 7d --exclude cache --exclude logs/today --notice
          emblem data mark records.zip --into records-marked.zip --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        var into = new Option<string?>("--into")
        {
            Description = "For a ZIP or a tar: write a new archive with the sign in it. Nothing may be there yet, and the old archive "
                + "stays as it is.",
            HelpName = "FILE"
        };
        var options = new MarkingOptions();
        var command = new Command("mark", Description) { path, into };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(into) is { } destination
            ? ArchiveMarking.RunAsync(options, parsed, parsed.GetValue(path)!, destination, context, cancellationToken)
            : options.RunAsync(
                parsed,
                parsed.GetValue(path)!,
                readsAll: true,
                context,
                (marker, file, how) => marker.MarkAsync(file, how, cancellationToken)));
        return command;
    }
}
