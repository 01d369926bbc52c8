using System.CommandLine;
using DigitalEmblem.Cli.Stores;

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

        An object of a store is s3://BUCKET/KEY: it is read as a stream, and its sign is put in the object KEY.adem, unless the object is
        another one by then.

        Exit codes: 0 marked, 3 something could not be read, or the archive has more than one reading (it is named, and nothing was
        written), or a store did not do its part, 4 the key or the endorsements would not be accepted by those who check, 64 a mistake in
        the command line, 130 stopped.

        Examples:
          emblem bundle endorsement.cwt ministry.cwt emblem.pub root.pub ministry.pub --out endorsements.bundle
          emblem data mark records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective
          emblem data mark records --with endorsements.bundle --key emblem.pem --issuer https://society.example --purpose protective \
            --lifetime 7d --exclude cache --exclude logs/today --notice
          emblem data mark records.zip --into records-marked.zip --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
          emblem data mark s3://records/2026/report.pdf --endpoint https://store.example --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        path.Description = StoreOptions.PathDescription;
        var into = new Option<string?>("--into")
        {
            Description = "For a ZIP or a tar: write a new archive with the sign in it. Nothing may be there yet, and the old archive "
                + "stays as it is.",
            HelpName = "FILE"
        };
        Option<bool> pointer = StoreOptions.Pointer(
            "For s3://: also set the object's metadata x-amz-meta-adem to the root. For that the store copies the object onto itself: a "
                + "new version, which keeps type, encoding, other metadata, tags, class and the store's encryption, and loses an access "
                + "list. Not above 5 GiB, and not if the object has a lock.");
        var options = new MarkingOptions();
        var stores = new StoreOptions();
        var command = new Command("mark", Description) { path, into, pointer };
        stores.AddTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                var address = ObjectAddress.Parse(parsed.GetValue(path)!);
                if (parsed.GetValue(into) is not null)
                {
                    throw new UsageException("--into is for archives on disk: the sign of an object is the object KEY.adem.");
                }

                return ObjectMarking.RunAsync(
                    parsed, address, parsed.GetValue(pointer), options, stores, context, cancellationToken);
            }

            stores.RefuseWithout(parsed, pointer);
            return parsed.GetValue(into) is { } destination
                ? ArchiveMarking.RunAsync(options, parsed, parsed.GetValue(path)!, destination, context, cancellationToken)
                : options.RunAsync(
                    parsed,
                    parsed.GetValue(path)!,
                    readsAll: true,
                    context,
                    (marker, file, how) => marker.MarkAsync(file, how, cancellationToken));
        });
        return command;
    }
}
