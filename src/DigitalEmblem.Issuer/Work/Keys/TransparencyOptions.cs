namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// What commitments are checked against. Anyone who can change these files can have a commitment taken for proven that is not.
/// </summary>
internal sealed class TransparencyOptions
{
    private const string Take = "Take https://www.gstatic.com/ct/log_list/v3/log_list.json, and keep it fresh.";

    /// <summary>
    /// A log list in Google's format (v3), which must be given. If its publisher's signature and key are beside it, as
    /// <c>emblem logs update</c> puts them (<c>.sig</c>, <c>.pem</c>), a list that is not so signed is not taken. Anyone who can change it
    /// can have a log of theirs believed, and with it a commitment that was never made.
    /// </summary>
    public string? LogList { get; set; }

    /// <summary>
    /// Roots in PEM that are trusted in place of the system's; for tests and closed networks. Anyone who can change it can have
    /// certificates of theirs taken for a commitment.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>
    /// Whether logs may be asked. They then learn which organization is looked at, which an issuer or authority need not hide. Anyone who
    /// can switch it off can keep commitments from being proven: what needs one is then refused.
    /// </summary>
    public bool Online { get; set; } = true;

    /// <summary>
    /// Whether a certificate that no log has promised is submitted to logs of the list, of two operators at most, when it is imported. They
    /// make it public, as any logged certificate is. Anyone who can switch it on can have such certificates made public.
    /// </summary>
    public bool Submit { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (LogList is null)
        {
            yield return "Transparency:LogList names no file: without a list of logs no commitment can be proven. " + Take;
        }
        else if (!File.Exists(LogList))
        {
            yield return $"Transparency:LogList: there is no file '{LogList}'. {Take}";
        }

        if (Submit && !Online)
        {
            yield return "Transparency:Submit asks logs, and Transparency:Online forbids it: switch one of them.";
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return $"Transparency:Roots: there is no file '{Roots}'.";
        }
    }
}
