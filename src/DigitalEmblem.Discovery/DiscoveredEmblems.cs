namespace DigitalEmblem.Discovery;

/// <summary>What was found for a name: tokens and keys, not verified, and what each source said.</summary>
/// <param name="Tokens">The items, in sets of their sources.</param>
/// <param name="Sources">What each source said.</param>
public sealed record DiscoveredEmblems(UnverifiedTokens Tokens, IReadOnlyList<SourceReport> Sources)
{
    /// <summary>Joins what several sources gave.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="limits">Limits on the whole; null for the default ones.</param>
    public static DiscoveredEmblems Combine(IEnumerable<DiscoveredEmblems> parts, TokenLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        DiscoveredEmblems[] all = [.. parts];
        if (all is [var only])
        {
            return only;
        }

        return new DiscoveredEmblems(UnverifiedTokens.Combine(all.Select(p => p.Tokens), limits), [.. all.SelectMany(p => p.Sources)]);
    }
}
