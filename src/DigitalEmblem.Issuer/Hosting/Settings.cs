namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Gathers the settings: a file, then the environment (ISSUER__Listen__Api=…), then the command line (--Listen:Api=…); the later one
/// counts.
/// </summary>
internal static class Settings
{
    private const string EnvironmentPrefix = "ISSUER__";

    /// <summary>Gathers them.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <param name="commandLine">Words of the form <c>--Section:Name=value</c>.</param>
    /// <exception cref="SettingsException">The file cannot be read, or a word is not a setting.</exception>
    public static IConfigurationRoot Gather(string? file, IReadOnlyList<string> commandLine)
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
            var builder = new ConfigurationBuilder();
            if (file is not null)
            {
                builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
            }

            return builder.AddEnvironmentVariables(EnvironmentPrefix).AddCommandLine([.. commandLine]).Build();
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException([$"{file} cannot be read: {e.InnerException?.Message ?? e.Message}"]);
        }
        catch (UnauthorizedAccessException)
        {
            throw new SettingsException([$"{file} cannot be read by this user: run this as the user of the service, who may."]);
        }
    }
}
