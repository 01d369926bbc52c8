namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>What happens after a key is declared compromised.</summary>
internal sealed class CompromiseOptions
{
    /// <summary>
    /// How long the declaration that a key is compromised waits for a second person, before the service carries it on by itself; 5 minutes
    /// to 7 days. Anyone who can make it shorter can, with one officer's access, have a key ended before a second person looks; anyone who
    /// can make it longer delays the end of a stolen key, which signs nothing here meanwhile.
    /// </summary>
    public TimeSpan ConfirmAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (ConfirmAfter < TimeSpan.FromMinutes(5) || ConfirmAfter > TimeSpan.FromDays(7))
        {
            yield return "Compromise:ConfirmAfter lies between 5 minutes and 7 days.";
        }
    }
}
