using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer backup</c>: a copy of a SQLite database, made while the service works.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The copy: a new file, which only its owner can read." };
        Command command = new Command(
            "backup",
            "Copies the SQLite database while the service works, checks the copy's journal, and prints its head. "
                + "Keys and the passphrase are no part of it.")
        {
            file,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DatabaseOptions settings = parsed.Database();
            if (settings.IsPostgres)
            {
                throw new SettingsException(
                    ["The database is PostgreSQL: back it up with 'pg_dump --format=custom', as the operator's README says."]);
            }

            await parsed.DatabaseAsync(cancellationToken);
            string to = parsed.GetValue(file)!;
            JournalAuditResult audit = await DatabaseBackup.WriteAsync(settings, to, cancellationToken);
            foreach (string fault in audit.Faults)
            {
                await Console.Error.WriteLineAsync(Printable.Text(fault));
            }

            if (audit.Faults.Count > 0)
            {
                await Console.Error.WriteLineAsync("issuer: the copy or its journal is not as it was written: "
                    + $"{JournalCommand.Count(audit)} faults. No backup was made. "
                    + "'issuer journal verify' says whether the database itself is so.");
                return ExitCode.No;
            }

            await Console.Out.WriteLineAsync(JournalCommand.Write(audit.Entries, audit.Head));
            return ExitCode.Done;
        });
        return command;
    }
}
