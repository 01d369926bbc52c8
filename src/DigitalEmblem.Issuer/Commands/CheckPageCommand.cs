using System.CommandLine;
using System.Diagnostics;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer checkpage</c>: runs the public page "is this host marked?" until it is stopped.</summary>
internal static class CheckPageCommand
{
    private const string Description =
        "Runs the public page that answers \"is this host marked?\", until it is stopped. It is a process of its own, without database and "
        + "keys: it reads none of the issuer's settings, so run it as another user, best on another machine. It asks the DNS and the logs "
        + "of its list about a host name that a person enters, and keeps nothing of that. Settings come from checkpage.json (or --config "
        + "FILE), then ISSUER__Check__Name=value in the environment, then --Check:Name=value, as --Check:LogList=log_list.json.";

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "The settings' file; checkpage.json in the working directory by default.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("checkpage", Description) { Config };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CheckOptions options = CheckSettings.Read(
                Settings.Gather(parsed.GetValue(Config), parsed.UnmatchedTokens, CheckSettings.DefaultFile));
            // Otherwise a log would be sent the trace identifier that came with a person's question.
            DistributedContextPropagator.Current = DistributedContextPropagator.CreateNoOutputPropagator();
            ProcessMemory.KeepOutOfDumps();
            await using WebApplication app = CheckHost.Build(options);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
