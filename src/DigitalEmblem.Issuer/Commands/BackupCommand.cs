using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer backup</c>: a copy of a SQLite database, made while the service works; encrypted if a recipient is named.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The copy: a new file, which only its owner can read." };
        var keys = new Option<string[]>("--recipient")
        {
            Description = "Encrypt the copy to this recipient of age (age-encryption.org), as age-keygen prints it: age1… May stand "
                + "several times; the identity of each opens it. This machine needs no identity, and best has none.",
            HelpName = "RECIPIENT",
            AllowMultipleArgumentsPerToken = false,
        };
        var files = new Option<string[]>("--recipients-file")
        {
            Description = "A file with a recipient on each line, which others cannot write.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = false,
        };
        Option<string> age = AgeArgument.Create();
        Command command = new Command(
            "backup",
            "Copies the SQLite database while the service works, checks the copy's journal, and prints its head. "
                + "Keys and the passphrase are no part of it. Without a recipient the copy is not encrypted.")
        {
            file,
            keys,
            files,
            age,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DatabaseOptions settings = parsed.Database();
            if (settings.IsPostgres)
            {
                throw new SettingsException(
                    ["The database is PostgreSQL: back it up with 'pg_dump --format=custom', as the operator's README says. Pipe it "
                        + "through 'age --recipient' to encrypt it."]);
            }

            var to = new BackupRecipients(
                parsed.GetValue(keys) ?? [], [.. (parsed.GetValue(files) ?? []).Select(Path.GetFullPath)]);
            if (to.Validate().ToList() is { Count: > 0 } faults)
            {
                throw new SettingsException(faults);
            }

            await parsed.DatabaseAsync(cancellationToken);
            string copy = parsed.GetValue(file)!;
            JournalAuditResult audit;
            try
            {
                audit = to.Any
                    ? await DatabaseBackup.WriteAsync(settings, copy, AgeArgument.Of(parsed.GetValue(age)!), to, cancellationToken)
                    : await DatabaseBackup.WriteAsync(settings, copy, cancellationToken);
            }
            catch (AgeException e)
            {
                throw new IOException($"{e.Message} No backup was made.", e);
            }

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
