using System.CommandLine;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;
using DigitalEmblem.Issuer.Work.Reporting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer incident</c>: the technical facts of an incident, for those who investigate it.</summary>
internal static class IncidentCommand
{
    public static Command Create() => new("incident", "Facts of an incident, for those who investigate it.") { Export() };

    private static Command Export()
    {
        var file = new Argument<string>("FILE") { Description = "Where they go: a new file, which only its owner can read." };
        Option<DateTimeOffset?> from = InstantOption.Create("--from", "The beginning.");
        from.Required = true;
        Option<DateTimeOffset?> to = InstantOption.Create("--to", "The end, which is not part of it; without this, now.");
        var name = new Option<DomainName?>("--name")
        {
            Description = "Only what is about this name.",
            HelpName = "NAME",
            CustomParser = result =>
            {
                if (DomainName.TryParse(result.Tokens[0].Value, out DomainName? parsed))
                {
                    return parsed;
                }

                result.AddError($"'{PrintableLine.Of(result.Tokens[0].Value)}' is no name.");
                return null;
            },
        };
        var key = new Option<string?>("--key") { Description = "Only what is about the key of this identifier.", HelpName = "KID" };
        var reasons = new Option<bool>("--with-reasons")
        {
            Description = "Also what people typed as reasons, notes and labels. Read them before you hand the file on: they may name "
                + "people.",
        };
        Command command = new Command(
            "export",
            "Writes the technical facts of an incident, a JSON object a line: lines of the journal with pseudonyms and their hashes, keys, "
                + "emblems, publications, observations and alerts (spec/incident-export.md). No names of people, and nothing that people "
                + "typed unless you ask. Reads the database.")
        {
            file,
            from,
            to,
            name,
            key,
            reasons,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = new IncidentQuery(parsed.GetValue(from)!.Value, parsed.GetValue(to) ?? TimeProvider.System.GetUtcNow())
            {
                Name = parsed.GetValue(name),
                Key = parsed.GetValue(key),
                WithReasons = parsed.GetValue(reasons),
            };
            if (query.From >= query.To)
            {
                throw new SettingsException(["--from lies behind --to: nothing is between them."]);
            }

            var write = new WriteIncident(await parsed.DatabaseAsync(cancellationToken), TimeProvider.System);
            string path = parsed.GetValue(file)!;
            int facts = 0;
            await using (FileStream stream = BackupFile.Create(path))
            {
                try
                {
                    facts = await write.RunAsync(query, stream, cancellationToken);
                }
                finally
                {
                    if (facts == 0)
                    {
                        File.Delete(path);
                    }
                }
            }

            await Console.Error.WriteLineAsync(facts == 0
                ? "Nothing was found of that in that time, and no file was made. Look at the times, which are UTC, and the name or the key."
                : $"{facts} facts were written to {PrintableLine.Of(path)}. They hold names of hosts; hand them on only as far as is "
                    + "needed.");
            return facts == 0 ? ExitCode.No : ExitCode.Done;
        });
        return command;
    }
}
