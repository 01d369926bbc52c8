namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Validates the section <c>Logging</c>, because .NET reads it itself and ignores unknown names without a message.</summary>
internal static class LoggingSettings
{
    public const string Section = "Logging";

    private const string Levels = "LogLevel", Console = "Console";

    private static readonly string[] OfConsole =
        [Levels, "FormatterName", "FormatterOptions", "LogToStandardErrorThreshold", "MaxQueueLength", "QueueFullMode"];

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public static IEnumerable<string> Validate(IConfigurationSection logging)
    {
        foreach (IConfigurationSection child in logging.GetChildren())
        {
            if (child.Key.Equals(Levels, StringComparison.OrdinalIgnoreCase))
            {
                foreach (string fault in LevelFaults(child))
                {
                    yield return fault;
                }
            }
            else if (child.Key.Equals(Console, StringComparison.OrdinalIgnoreCase))
            {
                foreach (string name in child.GetChildren().Select(c => c.Key)
                    .Where(k => !OfConsole.Contains(k, StringComparer.OrdinalIgnoreCase)))
                {
                    yield return StrictSettings.Unknown(child.Path, name, OfConsole);
                }

                foreach (string fault in LevelFaults(child.GetSection(Levels)))
                {
                    yield return fault;
                }
            }
            else
            {
                yield return StrictSettings.Unknown(Section, child.Key, [Levels, Console]);
            }
        }
    }

    private static IEnumerable<string> LevelFaults(IConfigurationSection levels) =>
        levels.GetChildren().SelectMany(l => StrictSettings.Validate(l, typeof(LogLevel), nullable: false));
}
