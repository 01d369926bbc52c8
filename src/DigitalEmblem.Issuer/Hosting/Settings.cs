namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Gathers the settings: a file, then the environment (ISSUER__Listen__Api=…), then the command line (--Listen:Api=…); the later one
/// counts.
/// </summary>
internal static class Settings
{
    private const string EnvironmentPrefix = "ISSUER__";

    /// <summary>The file that is read if it is there and none is named.</summary>
    public const string DefaultFile = "issuer.json";

    /// <summary>Gathers them.</summary>
    /// <param name="file">The file; null for the usual one in the working directory, if it is there.</param>
    /// <param name="commandLine">Words of the form <c>--Section:Name=value</c>.</param>
    /// <param name="usual">The name of the usual file.</param>
    /// <exception cref="SettingsException">The file does not exist or is not JSON, or a word is not a setting.</exception>
    public static IConfigurationRoot Gather(string? file, IReadOnlyList<string> commandLine, string usual = DefaultFile)
    {
        string[] strange =
            [.. commandLine.Where(w => !w.StartsWith("--", StringComparison.Ordinal) || !w.Contains('=', StringComparison.Ordinal))];
        if (strange.Length > 0)
        {
            throw new SettingsException([.. strange.Select(
                w => $"'{Printable.Text(w)}' is no setting: write --Section:Name=value, as --Listen:Api=127.0.0.1:8630.")]);
        }

        if (file is not null && !File.Exists(file))
        {
            throw new SettingsException([$"There is no file '{file}'."]);
        }

        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(file ?? usual), optional: file is null, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddCommandLine([.. commandLine])
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException([$"{file ?? usual} cannot be read: {e.InnerException?.Message ?? e.Message}"]);
        }
    }
}
