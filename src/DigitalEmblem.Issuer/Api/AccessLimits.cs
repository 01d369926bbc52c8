namespace DigitalEmblem.Issuer.Api;

/// <summary>How often the API may be called. Anyone who can raise these can have the service busied by one caller.</summary>
internal sealed class AccessLimits
{
    /// <summary>
    /// Calls in a minute by one who is known; 1 to 100,000. Anyone who can raise it lets one caller take the service's time; anyone who can
    /// lower it locks programs out.
    /// </summary>
    public int PerMinute { get; set; } = 600;

    /// <summary>
    /// Calls of one who is known that are under way at once; 1 to 1,000. Anyone who can raise it lets one caller take the service's time.
    /// </summary>
    public int AtOnce { get; set; } = 16;

    /// <summary>
    /// Calls in a minute by all who are not known, together; 1 to 100,000. What lies beyond is not looked at. Anyone who can raise it gives
    /// those who guess keys more tries, of which none will do: a key has 256 bits.
    /// </summary>
    public int UnknownPerMinute { get; set; } = 300;

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (PerMinute is < 1 or > 100_000)
        {
            yield return "Access:Limits:PerMinute lies between 1 and 100,000.";
        }

        if (AtOnce is < 1 or > 1000)
        {
            yield return "Access:Limits:AtOnce lies between 1 and 1,000.";
        }

        if (UnknownPerMinute is < 1 or > 100_000)
        {
            yield return "Access:Limits:UnknownPerMinute lies between 1 and 100,000.";
        }
    }
}
