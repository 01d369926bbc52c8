using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer serve</c>: runs the service until it is stopped.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var migrate = new Option<bool>("--migrate")
        {
            Description = "Bring the database to the form that this version needs first, as 'issuer migrate' does.",
        };
        Command command = new Command(Name, "Runs the service until it is stopped.") { migrate }.WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (IssuerOptions options, IConfiguration configuration) = parsed.Settings();
            var contexts = new IssuerContexts(options.Database);
            if (parsed.GetValue(migrate))
            {
                await contexts.MigrateAsync(cancellationToken);
            }
            else
            {
                (await contexts.FormAsync(cancellationToken)).RequireCurrent();
            }

            await using WebApplication app = IssuerHost.Build(options, configuration);
            parsed.Gather().Log(app.Services, IssuerHost.LogCategory);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
