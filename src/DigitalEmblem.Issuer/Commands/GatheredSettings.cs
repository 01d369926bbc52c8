using System.CommandLine;
using System.CommandLine.Parsing;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>The settings of a call, and the file that they come from.</summary>
/// <param name="File">The file; null if there is none.</param>
/// <param name="Configuration">The settings.</param>
internal sealed partial record GatheredSettings(string? File, IConfigurationRoot Configuration)
{
    /// <summary>
    /// Gathers them. If the call does not name the file, standard error tells which it is, unless the program writes a log.
    /// </summary>
    /// <param name="parsed">The call.</param>
    /// <param name="config">The option that names the file.</param>
    /// <param name="usual">The file if none is named.</param>
    /// <exception cref="SettingsException">They cannot be read.</exception>
    public static GatheredSettings Of(ParseResult parsed, Option<string?> config, SettingsFile usual)
    {
        string? named = parsed.GetValue(config), file = named ?? usual.Find();

        // An argument that takes many words also takes settings that come after it.
        IEnumerable<string> taken = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)
            .Select(t => t.Value).Where(v => v.StartsWith("--", StringComparison.Ordinal));
        IConfigurationRoot configuration = Hosting.Settings.Gather(file, [.. parsed.UnmatchedTokens, .. taken]);
        if (named is null && file is not null && parsed.CommandResult.Command.Name is not (ServeCommand.Name or CheckPageCommand.Name))
        {
            Console.Error.WriteLine($"Settings: {Printable.Text(file)}");
        }

        return new GatheredSettings(file, configuration);
    }

    /// <summary>Tells the log where they come from.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="category">The category of the line.</param>
    public void Log(IServiceProvider services, string category)
    {
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        string source = File ?? "the environment and the command line";
        Told(logger, source);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings: {Source}")]
    private static partial void Told(ILogger logger, string source);
}
