using System.CommandLine;
using System.Runtime.CompilerServices;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>The words of a command that needs the settings: a file, and single settings as words of their own.</summary>
internal static class SettingsArguments
{
    private static readonly Option<string?> Config = ConfigOf(SettingsFile.Issuer);

    // What a call has gathered: it is read, and told, once.
    private static readonly ConditionalWeakTable<ParseResult, GatheredSettings> Gathered = [];

    /// <summary>The option that names the file.</summary>
    public static Option<string?> ConfigOf(SettingsFile file) => new("--config")
    {
        Description = $"The settings' file. Without this, the one that the environment variable {file.Variable} names, or else "
            + $"{file.Usual}, if it is there.",
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
        IConfigurationRoot configuration = parsed.Require();
        return (IssuerOptions.Read(configuration), configuration);
    }

    /// <summary>Reads them, and checks the parts that a command needs.</summary>
    /// <param name="parsed">The call.</param>
    /// <param name="faultsOf">The faults of these parts.</param>
    /// <exception cref="SettingsException">Something is wrong with them.</exception>
    public static IssuerOptions Settings(this ParseResult parsed, Func<IssuerOptions, IEnumerable<string>> faultsOf) =>
        IssuerOptions.ReadPart(parsed.Require(), faultsOf);

    /// <summary>Gathers them, once in each call.</summary>
    /// <exception cref="SettingsException">They cannot be read.</exception>
    public static GatheredSettings Gather(this ParseResult parsed) =>
        Gathered.GetValue(parsed, p => GatheredSettings.Of(p, Config, SettingsFile.Issuer));

    /// <summary>Whether there are any.</summary>
    /// <exception cref="SettingsException">Their file cannot be read.</exception>
    public static bool HasSettings(this ParseResult parsed) => parsed.Gather().Configuration.GetChildren().Any();

    /// <summary>Where the pages are, for links to them.</summary>
    public static string WebOrigin(this ParseResult parsed) =>
        parsed.Gather().Configuration["Web:Origin"] ?? InvitationLinks.DefaultOrigin;

    /// <summary>Reads where the database is; the other settings may be incomplete.</summary>
    /// <exception cref="SettingsException">The settings are wrong, or none were found.</exception>
    public static DatabaseOptions Database(this ParseResult parsed) => IssuerOptions.ReadDatabase(parsed.Require());

    /// <summary>The database, which is there and has the form that this version needs. It is not made.</summary>
    /// <exception cref="SettingsException">The settings are wrong, or none were found.</exception>
    /// <exception cref="DatabaseFormException">It is not there, or has another form.</exception>
    public static async Task<IssuerContexts> DatabaseAsync(this ParseResult parsed, CancellationToken cancellationToken)
    {
        var contexts = new IssuerContexts(parsed.Database());
        (await contexts.FormAsync(cancellationToken)).RequireCurrent();
        return contexts;
    }

    /// <summary>The same, as a store.</summary>
    /// <exception cref="SettingsException">The settings are wrong, or none were found.</exception>
    /// <exception cref="DatabaseFormException">It is not there, or has another form.</exception>
    public static async Task<IssuerStore> StoreAsync(this ParseResult parsed, CancellationToken cancellationToken) =>
        new(await parsed.DatabaseAsync(cancellationToken), TimeProvider.System);

    private static IConfigurationRoot Require(this ParseResult parsed) => parsed.HasSettings()
        ? parsed.Gather().Configuration
        : throw new SettingsException(
            [$"No settings were found: {SettingsFile.Issuer.Missing()}; to begin, 'issuer setup FOLDER' makes all that is needed."]);
}
