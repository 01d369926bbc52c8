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

    private const int LongestPart = 40;

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        string[] faults = [.. FormFaults()];
        return faults.Length > 0 || Source is null || LawTexts.Cites(Source)
            ? faults
            : [
                $"No statement of the law texts {LawTexts.Version} cites {Source}: name an article that they cite for the sign, "
                    + "or the provision of national law.",
            ];
    }

    /// <summary>What is wrong with its form, whatever the law texts of this build say.</summary>
    public IEnumerable<string> FormFaults()
    {
        if ((Source is null) == (NationalLaw is null))
        {
            yield return "The ground rests on a treaty's article or on national law: name one of them.";
        }
        else if (Source is not null)
        {
            string?[] parts = [Source.Treaty, Source.Annex, Source.Article, Source.Paragraph];
            if (Source is not { Treaty: not null, Article: not null, Document: null, Place: null }
                || parts.OfType<string>().Any(p => p.Length is 0 or > LongestPart || Printable.Text(p) != p))
            {
                yield return "The ground names no article of a treaty, as GC I 44.";
            }
        }
        else if (Entitlement.Fault("provision of national law", NationalLaw!) is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>As people cite it.</summary>
    public override string ToString() => Source?.ToString() ?? NationalLaw ?? "";
}
