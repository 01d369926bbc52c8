using System.CommandLine;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer migrate</c>: brings the database to the form that this version needs.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Command command = new Command(
            "migrate", "Brings the database to the form that this version needs; makes it if there is none. Back up first.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var contexts = new IssuerContexts(parsed.Database());
            IReadOnlyList<string> pending = (await contexts.FormAsync(cancellationToken)).Pending;
            await contexts.MigrateAsync(cancellationToken);
            await Console.Out.WriteLineAsync(
                pending.Count == 0 ? "The database has the form that this version needs." : $"Done: {string.Join(", ", pending)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
