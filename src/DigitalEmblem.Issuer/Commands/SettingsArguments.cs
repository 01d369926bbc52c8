using System.CommandLine;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>The words of a command that needs the settings: a file, and single settings as words of their own.</summary>
internal static class SettingsArguments
{
    private static readonly Option<string?> Config = new("--config")
    {
        Description = "The settings' file; issuer.json in the working directory by default.",
        HelpName = "FILE",
    };

    /// <summary>Lets a command take settings.</summary>
    public static Command WithSettings(this Command command)
    {
        command.Options.Add(Config);
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="SettingsException">Something is wrong with them.</exception>
    public static (IssuerOptions Options, IConfiguration Configuration) Settings(this ParseResult parsed)
    {
        IConfigurationRoot configuration = Hosting.Settings.Gather(parsed.GetValue(Config), parsed.UnmatchedTokens);
        return (IssuerOptions.Read(configuration), configuration);
    }

    /// <summary>Whether there are any.</summary>
    /// <exception cref="SettingsException">Their file cannot be read.</exception>
    public static bool HasSettings(this ParseResult parsed) =>
        Hosting.Settings.Gather(parsed.GetValue(Config), parsed.UnmatchedTokens).GetChildren().Any();

    /// <summary>Where the pages are, for links to them.</summary>
    public static string WebOrigin(this ParseResult parsed) =>
        Hosting.Settings.Gather(parsed.GetValue(Config), parsed.UnmatchedTokens)["Web:Origin"] ?? InvitationLinks.DefaultOrigin;

    /// <summary>Reads where the database is; the other settings may be incomplete.</summary>
    /// <exception cref="SettingsException">The settings are wrong, or none were found.</exception>
    public static DatabaseOptions Database(this ParseResult parsed)
    {
        IConfigurationRoot configuration = Hosting.Settings.Gather(parsed.GetValue(Config), parsed.UnmatchedTokens);
        return configuration.GetChildren().Any()
            ? IssuerOptions.ReadDatabase(configuration)
            : throw new SettingsException(
                [$"No settings were found: name their file with --config, run this beside {Hosting.Settings.DefaultFile}, or name the "
                    + "database with --Database:Connection=…"]);
    }
}
