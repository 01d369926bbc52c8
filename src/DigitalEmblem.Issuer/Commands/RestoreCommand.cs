using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer restore</c>: puts a backup in the place of a SQLite database, and says what it does not know.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The backup, encrypted or not, as 'issuer backup' made it. '-' reads it from standard input.",
        };
        var identities = new Option<string[]>("--identity")
        {
            Description = "A file with an identity of age that opens the backup. May stand several times.",
            HelpName = "FILE",
        };
        var head = new Option<string?>("--head")
        {
            Description = "The newest head that was kept, as 'issuer journal head' and 'issuer backup' print it: a file, or the words "
                + "themselves in quotes. A backup that has another past is refused, and one that ends before it.",
            HelpName = "FILE|\"N HASH\"",
        };
        var after = new Option<string?>("--after")
        {
            Description = "The database that was put aside, if it can still be read. It is not changed. What was withdrawn, suspended or "
                + "revoked in it since the backup is told.",
            HelpName = "DATABASE",
        };
        var older = new Option<bool>("--allow-older")
        {
            Description = "Restore also if the backup ends before the head that was kept, and nothing tells what came in between.",
        };
        Option<string> age = AgeArgument.Create();
        Command command = new Command(
            "restore",
            "Puts a backup in the place of the SQLite database that the settings name, whole or not at all. Nothing is overwritten: put "
                + "the present database aside first, while no service runs. It checks the copy and replays its journal, prints the head, "
                + "and names what came after the backup: lines that begin with '#' are for you, and the others are names and roots to "
                + "withdraw again, by 'issuer withdraw -', before the service starts. Run it as the user of the service.")
        {
            file,
            identities,
            head,
            after,
            older,
            age,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DatabaseOptions settings = parsed.Database();
            if (settings.IsPostgres)
            {
                throw new SettingsException(
                    ["The database is PostgreSQL: restore it with 'pg_restore' into an empty database, as the operator's README says."]);
            }

            string from = parsed.GetValue(file)!;
            var request = new RestoreRequest(
                Path.GetFullPath(settings.Connection), from == RestoreRequest.Input ? from : Path.GetFullPath(from))
            {
                Identities = [.. (parsed.GetValue(identities) ?? []).Select(Path.GetFullPath)],
                Head = parsed.GetValue(head) is { } kept ? await JournalCommand.ReadAsync(kept, cancellationToken) : null,
                After = parsed.GetValue(after) is { } aside ? Path.GetFullPath(aside) : null,
                AllowOlder = parsed.GetValue(older),
            };
            try
            {
                RestoreResult result = await new DatabaseRestore(AgeArgument.Of(parsed.GetValue(age)!), TimeProvider.System)
                    .RunAsync(request, cancellationToken);
                await TellAsync(request, result);
                return ExitCode.Done;
            }
            catch (RestoreRefusedException e)
            {
                foreach (string line in e.Message.Split('\n'))
                {
                    await Console.Error.WriteLineAsync($"issuer: {PrintableLine.Of(line)}");
                }

                return ExitCode.No;
            }
        });
        return command;
    }

    private static async Task TellAsync(RestoreRequest request, RestoreResult result)
    {
        string when = result.At is { } at ? string.Create(CultureInfo.InvariantCulture, $", written {at:u}") : "";
        List<string> lines =
        [
            $"# Restored: {request.Database}, with {result.Sequence} lines of the journal, the last{when}.",
            $"# Its head: {JournalCommand.Write(result.Sequence, result.Hash)}",
        ];
        if (result.Pending > 0)
        {
            lines.Add($"# It has the form of an earlier version: run 'issuer migrate' next ({result.Pending} migrations).");
        }

        lines.Add(result.Missing switch
        {
            null => "# No head that was kept was named, so it is not known whether there is a newer past.",
            0 => "# The head that was kept is in it.",
            { } missing => $"# It ends {missing} lines before the head that was kept.",
        });
        if (result.After is { } after)
        {
            lines.Add($"# After it came {after.Lines} lines, by {request.After}. Do this before you start the service:");
            lines.AddRange(after.ForPeople.Select(p => $"# {p}"));
            lines.Add(after.Withdrawn.Count > 0
                ? $"# Withdrawn since, and marked here ({after.Withdrawn.Count}): 'issuer withdraw -' takes these lines."
                : "# No name and no root was withdrawn since.");
            lines.AddRange(after.Withdrawn.Select(w => $"{w}  Withdrawn"));
        }
        else
        {
            lines.Add("# What came after it cannot be known here, because no database of after was named. What was withdrawn since would "
                + "be published again, a key that was suspended signs again, and access that was revoked opens again. Look before you "
                + "start the service, in exports of the journal (GET /api/v1/journal), logs and alerts, for asset.withdrawn, "
                + "data.withdrawn, key.suspended, key.compromised, access.revoked, person.ended and person.forgotten, and do it again: "
                + "'issuer withdraw', 'issuer access revoke', 'issuer access end'.");
        }

        foreach (string line in lines)
        {
            await Console.Out.WriteLineAsync(PrintableLine.Of(line));
        }
    }
}
