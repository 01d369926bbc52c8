namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>How far a look for risks goes. What lies beyond is told as not found out.</summary>
internal sealed record RiskLimits
{
    /// <summary>How long the look at one name takes at most, and that at all other names on the list.</summary>
    public TimeSpan OfName { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the look at all names of a call takes at most: a caller and a proxy wait for it.</summary>
    public TimeSpan OfAll { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How many names are looked at at once; the resolver has its own limits beside this.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>Of how many addresses of a name the reverse names are asked for. Hundreds are behind some names.</summary>
    public int Addresses { get; init; } = 8;

    /// <summary>How many other names on the list are asked for their addresses.</summary>
    public int Others { get; init; } = 250;

    /// <summary>How many facts of a risk are told: names in answers are of strangers' choosing, and there may be thousands.</summary>
    public int Facts { get; init; } = 10;
}
