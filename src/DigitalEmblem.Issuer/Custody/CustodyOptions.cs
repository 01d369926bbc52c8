namespace DigitalEmblem.Issuer.Custody;

/// <summary>Where the issuer's private keys live. Each setting says what an attacker who has it can do.</summary>
internal sealed class CustodyOptions
{
    /// <summary>Its section of the configuration.</summary>
    public const string Section = "Custody";

    /// <summary>Keys in encrypted files; null for none.</summary>
    public FileCustodyOptions? Files { get; set; }

    /// <summary>Keys in a hardware token; null for none.</summary>
    public Pkcs11CustodyOptions? Pkcs11 { get; set; }

    /// <summary>
    /// How many keys are kept open, more only while more are signing; 1 to 10,000. Anyone who can change it can make signing slow; anyone
    /// who reads this process's memory has the open keys of <see cref="Files"/>.
    /// </summary>
    public int OpenKeys { get; set; } = 64;

    /// <summary>
    /// Every fault at once, each with what to do; none if the stores can be opened as they are described. Looks at files and folders, and
    /// asks no token.
    /// </summary>
    public IEnumerable<string> Validate()
    {
        if (Files is null && Pkcs11 is null)
        {
            yield return $"{Section} names no place for keys. Emblems are signed on this machine, so set {Section}:Files:Directory, or "
                + $"{Section}:Pkcs11:Module.";
        }

        if (OpenKeys is < 1 or > 10_000)
        {
            yield return $"{Section}:OpenKeys is {OpenKeys}; 1 to 10,000 keys can be kept open.";
        }

        foreach (string fault in (Files?.Validate($"{Section}:Files") ?? []).Concat(Pkcs11?.Validate($"{Section}:Pkcs11") ?? []))
        {
            yield return fault;
        }
    }
}
