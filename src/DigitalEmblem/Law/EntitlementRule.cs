namespace DigitalEmblem;

/// <summary>The rule that an entitlement rests on: of a treaty, or of national law.</summary>
/// <param name="Source">The treaty's article, as law texts cite it; null for national law.</param>
/// <param name="NationalLaw">The State and its provision; null for a treaty.</param>
internal sealed record EntitlementRule(LawSource? Source, string? NationalLaw)
{
    /// <summary>A rule of a treaty.</summary>
    public static EntitlementRule OfTreaty(string treaty, string article, string? paragraph = null) =>
        new(new LawSource { Treaty = treaty, Article = article, Paragraph = paragraph }, null);

    /// <summary>A rule of national law.</summary>
    public static EntitlementRule OfNationalLaw(string provision) => new(null, provision);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if ((Source is null) == (NationalLaw is null))
        {
            yield return "The ground rests on a treaty's article or on national law: name one of them.";
        }
        else if (Source is not null && !LawTexts.Cites(Source))
        {
            yield return $"No statement of the law texts {LawTexts.Version} cites {Source}: name an article that they cite for the sign, "
                + "or the provision of national law.";
        }
        else if (NationalLaw is not null && Entitlement.Fault("provision of national law", NationalLaw) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>As people cite it.</summary>
    public override string ToString() => Source?.ToString() ?? NationalLaw ?? "";
}
