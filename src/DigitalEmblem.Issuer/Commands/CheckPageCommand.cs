using System.CommandLine;
using System.Diagnostics;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer checkpage</c>: runs the public page "is this host marked?" until it is stopped.</summary>
internal static class CheckPageCommand
{
    public const string Name = "checkpage";

    private const string Description =
        "Runs the public page that answers \"is this host marked?\", until it is stopped. It is a process of its own, without database and "
        + "keys: it reads none of the issuer's settings, so run it as another user, best on another machine. It asks the DNS and the logs "
        + "of its list about a host name that a person enters, and keeps nothing of that. Settings come from the file that "
        + "--config names, then ISSUER__Check__Name=value in the environment, then --Check:Name=value, as --Check:LogList=log_list.json.";

    private static readonly Option<string?> Config = SettingsArguments.ConfigOf(SettingsFile.CheckPage);

    public static Command Create()
    {
        var command = new Command(Name, Description) { Config };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = GatheredSettings.Of(parsed, Config, SettingsFile.CheckPage);
            CheckOptions options = CheckSettings.Read(settings.Configuration);
            // Otherwise a log would be sent the trace identifier that came with a person's question.
            DistributedContextPropagator.Current = DistributedContextPropagator.CreateNoOutputPropagator();
            ProcessMemory.KeepOutOfDumps();
            await using WebApplication app = CheckHost.Build(options);
            settings.Log(app.Services, CheckHost.LogCategory);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
