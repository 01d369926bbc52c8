namespace DigitalEmblem.Issuer.Secrets;

/// <summary>
/// Where a passphrase or PIN comes from: exactly one of three, and never the command line, which every user of a machine can read. It is
/// read anew whenever it is needed and kept nowhere. A class and not a record, so that no text of it shows more than names.
/// </summary>
internal sealed class SecretSource
{
    private const string CredentialsDirectory = "CREDENTIALS_DIRECTORY";

    /// <summary>
    /// A file with the secret on its first line. Anyone who reads it has the secret, and with the key file or the token signs in your name.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// The name of a systemd credential (<c>LoadCredentialEncrypted=</c>). Anyone who is root on this machine, or this service, has the
    /// secret; other users and a copy of its disks do not.
    /// </summary>
    public string? Credential { get; set; }

    /// <summary>
    /// The name of an environment variable. Anyone who is root, runs as the same user, or reads the service manager's or container's
    /// description has the secret.
    /// </summary>
    public string? Variable { get; set; }

    /// <summary>What is wrong with it, each with what to do; asks the file system, but shows nothing of the secret.</summary>
    /// <param name="setting">Its name in the configuration.</param>
    /// <param name="minLength">The fewest characters that are accepted.</param>
    public IEnumerable<string> Validate(string setting, int minLength)
    {
        int named = new[] { File, Credential, Variable }.Count(s => !string.IsNullOrEmpty(s));
        if (named != 1)
        {
            return [$"{setting} must name exactly one of File, Credential and Variable; it names {(named == 0 ? "none" : named)}."];
        }

        if (Read(out string? fault) is not { } secret)
        {
            return [$"{setting}: {fault}"];
        }

        return secret.Length >= minLength
            ? []
            : [$"{setting} has fewer than {minLength} characters. No person types it, so let a machine make it: openssl rand -base64 32"];
    }

    /// <summary>The secret.</summary>
    /// <exception cref="SecretException">It cannot be read; the message says why and what to do.</exception>
    public string Read() => Read(out string? fault) ?? throw new SecretException(SecretFault.Missing, fault!);

    /// <summary>The secret, or null and what is wrong.</summary>
    private string? Read(out string? fault)
    {
        string? secret = !string.IsNullOrEmpty(Variable) ? FromVariable(Variable, out fault)
            : !string.IsNullOrEmpty(Credential) ? FromCredential(Credential, out fault)
            : FromFile(File ?? "", guarded: false, out fault);
        if (secret is { Length: 0 })
        {
            fault = $"The secret in {Place} is empty. Put it on the first line, and nothing before it.";
            return null;
        }

        return secret;
    }

    private string Place =>
        !string.IsNullOrEmpty(Variable) ? $"the environment variable {Variable}"
        : !string.IsNullOrEmpty(Credential) ? $"the credential {Credential}"
        : $"the file {File}";

    private static string? FromVariable(string name, out string? fault)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        fault = value is null
            ? $"The environment variable {name} is not set. Set it where the service is started, or name a File or a Credential instead."
            : null;
        return value;
    }

    private static string? FromCredential(string name, out string? fault)
    {
        fault = null;
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0 || name.StartsWith('.'))
        {
            fault = "A credential has a plain name, without slashes. For a path, name a File.";
            return null;
        }

        if (Environment.GetEnvironmentVariable(CredentialsDirectory) is not { Length: > 0 } directory)
        {
            fault = $"{CredentialsDirectory} is not set, so systemd has passed no credentials. "
                + $"Add 'LoadCredentialEncrypted={name}:/etc/credstore.encrypted/{name}' to the unit, or name a File.";
            return null;
        }

        // Skip the mode check: systemd guards the directory, and with access lists the mode of its files shows the mask.
        return FromFile(Path.Combine(directory, name), guarded: true, out fault);
    }

    private static string? FromFile(string path, bool guarded, out string? fault)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read);
            if (!guarded && ExposedFile.Is(file))
            {
                fault = $"Every user of this machine can read or change {path}. Run: chmod o-rwx '{path}', and change the secret.";
                return null;
            }

            string? secret = SecretLine.Read(file, out string? wrong);
            fault = wrong is null ? null : $"{path} {wrong}.";
            return secret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string why = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "it does not exist",
                UnauthorizedAccessException => "access is denied",
                _ => e.GetType().Name,
            };
            fault = $"{path} cannot be read ({why}). Create it, readable by the user of this service only.";
            return null;
        }
    }
}
