using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer serve</c>: runs the service until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var migrate = new Option<bool>("--migrate")
        {
            Description = "Bring the database to the form that this version needs first, as 'issuer migrate' does.",
        };
        Command command = new Command("serve", "Runs the service until it is stopped.") { migrate }.WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (IssuerOptions options, IConfiguration configuration) = parsed.Settings();
            var contexts = new IssuerContexts(options.Database);
            if (parsed.GetValue(migrate))
            {
                await contexts.MigrateAsync(cancellationToken);
            }
            else if (await contexts.PendingAsync(cancellationToken) is { Count: > 0 } pending)
            {
                await Console.Error.WriteLineAsync($"issuer: the database lacks {pending.Count} migrations. Back it up and run 'issuer "
                    + "migrate', or start with --migrate.");
                // As wrong settings: only a person mends it, so that systemd does not try again and again.
                return ExitCode.Usage;
            }

            await using WebApplication app = IssuerHost.Build(options, configuration);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
