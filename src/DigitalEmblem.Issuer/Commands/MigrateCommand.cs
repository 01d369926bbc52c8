using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer migrate</c>: brings the database to the form that this version needs.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var clear = new Option<bool>("--clear-lock")
        {
            Description = "Take the lock away first that a migration left which was killed. It stays if one runs: each holds a file that "
                + "the system frees with the process, and one of an earlier version writes to the database. PostgreSQL frees its lock "
                + "itself.",
        };
        Command command = new Command(
            "migrate", "Brings the database to the form that this version needs; makes it if there is none. Back up first.")
        {
            clear,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var contexts = new IssuerContexts(parsed.Database());
            if (parsed.GetValue(clear))
            {
                await Console.Out.WriteLineAsync(await contexts.ClearLockAsync(cancellationToken) is { } since
                    ? string.Create(CultureInfo.InvariantCulture, $"The lock of {since:u} was taken away.")
                    : "There was no lock.");
            }

            IReadOnlyList<string> pending = (await contexts.FormAsync(cancellationToken)).Pending;
            await contexts.MigrateAsync(cancellationToken);
            await Console.Out.WriteLineAsync(
                pending.Count == 0 ? "The database has the form that this version needs." : $"Done: {string.Join(", ", pending)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
