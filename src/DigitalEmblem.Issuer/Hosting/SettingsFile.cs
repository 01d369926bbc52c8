namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The file of settings that a command reads when none is named. Anyone who can write to it, or to the environment of the person who runs
/// the command, decides which database, keys and modules the command uses. A file in the working folder is not read: anyone may have put
/// it there.
/// </summary>
/// <param name="Usual">Where it usually is.</param>
/// <param name="Variable">The environment variable that names another one.</param>
/// <param name="User">The user who may read it as the package sets it up.</param>
internal sealed record SettingsFile(string Usual, string Variable, string User)
{
    /// <summary>That of the issuer.</summary>
    public static SettingsFile Issuer { get; } = new("/etc/emblem-issuer/issuer.json", "ISSUER_CONFIG", "emblem-issuer");

    /// <summary>That of the check page.</summary>
    public static SettingsFile CheckPage { get; } =
        new("/etc/emblem-checkpage/checkpage.json", "CHECKPAGE_CONFIG", "emblem-checkpage");

    /// <summary>The one that is read when none is named; null if there is none.</summary>
    /// <exception cref="SettingsException">The variable names a file that is not there.</exception>
    public string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw new SettingsException([$"There is no file '{named}', which {Variable} names: correct it, or unset it."]);
        }

        return File.Exists(Usual) ? Usual : null;
    }

    /// <summary>What to do where there are no settings at all, as the end of a sentence.</summary>
    public string Missing() => $"there is no file {Usual}, or this user may not look for it (then run this as {User}). Name the file with "
        + $"--config, or in the variable {Variable}";
}
