using System.CommandLine;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Stores;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data mark</c>: reads all files, and writes manifest and sign beside them.</summary>
internal static class DataMarkCommand
{
    private static Sentence Description => $"""
        Marks a file or a folder: reads all of it, and writes a signed sign with a list of what it covers. A profile of this project.

        Key and endorsements are verified before anything is read, so that a mistake shows at once. If something cannot be read, nothing is
        written. An interruption leaves the sign that was there, or the new one. A copy of the sign cannot be withdrawn: it stays valid
        until it expires.

        With --volume, a folder of data that only grow (backups, archives): updates add generations that list what is new, and what was
        removed is no difference: such a sign does not prove that nothing was removed. It replaces a sign that lists the content. A volume
        is never replaced by another sign, unless with --anew.

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
          emblem data mark backups --volume --with endorsements.bundle --key emblem.pem --issuer https://society.example \
            --purpose protective
          emblem data mark records.zip --into records-marked.zip --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
          emblem data mark s3://records/2026/report.pdf --endpoint https://store.example --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        path.Description = Speech.Text(StoreOptions.PathDescription);
        var into = new Option<string?>("--into")
        {
            Description = Speech.Text(
                $"For a ZIP or a tar: write a new archive with the sign in it. Nothing may be there yet, and the old archive "
                + $"stays as it is."),
            HelpName = "FILE"
        };
        var volume = new Option<bool>("--volume")
        {
            Description = Speech.Text($"The folder is a volume: files are added to it, and may be removed from it without a difference.")
        };
        var anew = new Option<bool>("--anew")
        {
            Description = Speech.Text(
                $"With --volume: end the volume that is there, and begin again with generation 1. What its generations list is "
                + $"lost, and generations that people have noted do not count any more.")
        };
        Option<bool> pointer = StoreOptions.Pointer(
            $"For s3://: also set the object's metadata x-amz-meta-adem to the root. For that the store copies the object onto itself: a "
                + $"new version, which keeps type, encoding, other metadata, tags, class and the store's encryption, and loses an access "
                + $"list. Not above 5 GiB, and not if the object has a lock.");
        var stores = new StoreOptions();
        var options = new MarkingOptions();
        var command = new Command("mark", Speech.Text(Description)) { path, into, volume, anew, pointer };
        stores.AddTo(command);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                var address = ObjectAddress.Parse(parsed.GetValue(path)!);
                if (parsed.GetValue(into) is not null || parsed.GetValue(volume) || parsed.GetValue(anew))
                {
                    throw new UsageException(
                        $"--into, --volume and --anew are for data on disk: the sign of an object is the object KEY.adem.");
                }

                return ObjectMarking.RunAsync(
                    parsed, address, parsed.GetValue(pointer), options, stores, context, cancellationToken);
            }

            stores.RefuseWithout(parsed, pointer);
            Check(parsed.GetValue(path)!, parsed.GetValue(volume), parsed.GetValue(anew));
            return parsed.GetValue(into) is { } destination
                ? ArchiveMarking.RunAsync(options, parsed, parsed.GetValue(path)!, destination, context, cancellationToken)
                : options.RunAsync(
                parsed,
                parsed.GetValue(path)!,
                readsAll: true,
                context,
                (marker, file, how) => marker.MarkAsync(
                    file, how with { IsVolume = parsed.GetValue(volume), BeginsAnew = parsed.GetValue(anew) }, cancellationToken));
        });
        return command;
    }

    private static void Check(string path, bool isVolume, bool beginsAnew)
    {
        if (beginsAnew && !isVolume)
        {
            throw new UsageException($"--anew begins a volume again: give --volume too.");
        }

        if (isVolume && File.Exists(path))
        {
            throw new UsageException(
                $"'{path}' is a single file, which has no generations: mark its folder as a volume. An archive has none either.");
        }
    }
}
