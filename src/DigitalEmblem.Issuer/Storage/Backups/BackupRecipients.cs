namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// Who can open a backup: recipients of age, which are public. The identities that belong to them are secret and lie elsewhere, so that who
/// has this machine cannot open the backups that it made.
/// </summary>
/// <param name="Keys">Recipients, as <c>age1…</c>.</param>
/// <param name="Files">Whole paths of files with a recipient on each line.</param>
internal sealed record BackupRecipients(IReadOnlyList<string> Keys, IReadOnlyList<string> Files)
{
    /// <summary>Whether there are any.</summary>
    public bool Any => Keys.Count + Files.Count > 0;

    /// <summary>The words for age.</summary>
    public IEnumerable<string> Arguments =>
        [.. Keys.SelectMany(k => new[] { "--recipient", k }), .. Files.SelectMany(f => new[] { "--recipients-file", f })];

    /// <summary>What is wrong with them, each fault in a sentence that shows no secret.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (string key in Keys)
        {
            if (key.StartsWith("AGE-SECRET-KEY", StringComparison.OrdinalIgnoreCase))
            {
                yield return "--recipient has an identity of age, which is secret, in place of a recipient (age1…). Other users of this "
                    + "machine may have read it, and the shell may keep it: make another with age-keygen, on another machine, and name the "
                    + "line that it prints as 'Public key'.";
            }
            else if (key.Length == 0 || key[0] == '-')
            {
                yield return $"--recipient has '{Printable.Text(key)}', which is no recipient: it begins with age1, as age-keygen prints "
                    + "it.";
            }
        }

        foreach (string file in Files)
        {
            if (!File.Exists(file))
            {
                yield return $"--recipients-file: there is no file '{file}', or this user may not see it.";
            }
            else if (Secrets.OthersCanWrite.OfFile(file) is { } open)
            {
                yield return $"--recipients-file: others than its owner can write '{open}', and could add themselves to those who can open "
                    + $"the backups. Look at the recipients, and run: chmod go-w '{open}'";
            }
        }
    }
}
