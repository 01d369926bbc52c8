using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer settings</c>: checks the settings.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        Command command = new Command("settings", "Checks the settings as 'serve' would, names every fault, and starts nothing.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (IssuerOptions options, _) = parsed.Settings();
            await parsed.DatabaseAsync(cancellationToken);
            await Console.Out.WriteLineAsync("The settings are complete. Database: "
                + $"{(options.Database.IsPostgres ? "PostgreSQL" : $"SQLite, {Path.GetFullPath(options.Database.Connection)}")}. API: "
                + $"{options.Listen.Api}. Public: {(options.Listen.Public.Length > 0 ? options.Listen.Public : "none")}.");
            return ExitCode.Done;
        });
        return command;
    }
}
