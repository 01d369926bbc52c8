using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Postgres;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data remove</c>: removes the sign, and says what that does not do.</summary>
internal static class DataRemoveCommand
{
    private static Sentence Description => $"""
        Removes the sign of a file or a folder, with its list, state and notice, also a list that was only prepared, and nothing else. A
        profile of this project. Of a volume it removes the lists of all generations. A pointer to it in the attribute user.adem of the
        file is removed too; those of files in a folder stay ('emblem data point --remove').

        It withdraws nothing: a copy of the sign beside a copy of the data stays valid until it expires.

        From the comment on a PostgreSQL database (--postgres) only the line of the sign is removed; what people have written stays.

        Of an object of a store (s3://BUCKET/KEY) it removes the object KEY.adem.

        Exit codes: 0 removed, 1 there was no sign, 2 the comment has several signs, 3 the database or store could not be asked, 64 a
        mistake in the command line, or it could not be removed.

        Examples:
          emblem data remove records
          emblem data remove --postgres env:RECORDS_DB
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string?> path = new("PATH") { Description = Speech.Text(StoreOptions.PathDescription), Arity = ArgumentArity.ZeroOrOne };
        Option<string?> postgres = PlaceOptions.Postgres($"Remove the sign from the comment on this PostgreSQL database.");
        Option<bool> pointer = StoreOptions.Pointer(
            $"For s3://: also remove x-amz-meta-adem from the object's metadata. For that the store copies the object onto itself ('emblem "
                + $"data mark --help').");
        var stores = new StoreOptions();
        var command = new Command("remove", Speech.Text(Description)) { path, postgres, pointer };
        stores.AddTo(command);
        PlaceOptions.NeedOne(command, path, postgres);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                var place = ObjectAddress.Parse(parsed.GetValue(path)!);
                using ObjectStore store = stores.Open(parsed, place.Bucket, context);
                using var progress = new Progress(context, () => $"Asking the store");
                return await ObjectRemoval.RunAsync(place, store, parsed.GetValue(pointer), context, cancellationToken);
            }

            stores.RefuseWithout(parsed, pointer);
            if (PlaceOptions.Address(parsed, postgres, context) is { } address)
            {
                return await DatabaseRemoval.RunAsync(address, context, cancellationToken);
            }

            string marked = MarkedPath.Of(parsed.GetValue(path)!);
            SignInArchive.RefuseRemoval(marked);
            bool isMarked = File.Exists(MarkedPath.SignOf(marked));
            DateTimeOffset? expires = SignReading.TryReadOwn(marked)?.Claims.Validity.Expires;
            IReadOnlyList<string> removed = DataMarker.Remove(marked);
            if (removed.Count == 0)
            {
                context.Say($"There is no sign at '{marked}', so nothing was removed.");
                return ExitCode.NotFound;
            }

            foreach (string file in removed)
            {
                context.Say($"Removed {file}");
            }

            if (!isMarked)
            {
                context.Say($"There was no sign; what was prepared for one is gone.");
                return ExitCode.Done;
            }

            context.Say(SignText.CopiesOf(expires));
            return ExitCode.Done;
        });
        return command;
    }
}
