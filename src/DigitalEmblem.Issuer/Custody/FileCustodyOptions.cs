using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>Keys in encrypted files.</summary>
internal sealed class FileCustodyOptions
{
    // The length of 'openssl rand -base64 12': cannot be guessed, even with the file and much time.
    private const int MinPassphraseLength = 16;

    /// <summary>
    /// The folder. Anyone who reads it has the keys once they have the passphrase too; anyone who writes it can take the keys from you, but
    /// not put others in their place.
    /// </summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// The passphrase of all files in it. Anyone who has it and a copy of the folder, a backup say, signs in your name until the keys are
    /// rolled.
    /// </summary>
    public SecretSource Passphrase { get; set; } = new();

    /// <summary>Every fault at once.</summary>
    public IEnumerable<string> Validate(string setting)
    {
        if (string.IsNullOrWhiteSpace(Directory) || !Path.IsPathFullyQualified(Directory))
        {
            yield return $"{setting}:Directory must be the whole path of a folder, such as /var/lib/emblem-issuer/keys.";
        }
        else if (new PrivateDirectory(Directory).Fault() is { } fault)
        {
            yield return $"{setting}:Directory: {fault}";
        }

        foreach (string secret in Passphrase.Validate($"{setting}:Passphrase", MinPassphraseLength))
        {
            yield return secret;
        }
    }
}
