using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A ground on which an organization says that it may show the sign. It is in no token.</summary>
/// <param name="Purposes">The purposes that it covers.</param>
/// <param name="Rule">The rule as people cite it, as GC I 44(3).</param>
/// <param name="Treaty">The treaty of the rule, by the short name of the law texts; null for national law.</param>
/// <param name="Annex">The annex, where it is one.</param>
/// <param name="Article">The article.</param>
/// <param name="Paragraph">The paragraph.</param>
/// <param name="NationalLaw">The State and its provision; null for a treaty.</param>
/// <param name="Reference">The reference of the decision that applied the rule.</param>
/// <param name="DecidedOn">The day of the decision.</param>
/// <param name="Competence">Who decided, and by which rule they may.</param>
/// <param name="Statements">What the law texts of this service say of the rule; empty for national law.</param>
internal sealed record GroundView(
    Purposes Purposes,
    string Rule,
    string? Treaty,
    string? Annex,
    string? Article,
    string? Paragraph,
    string? NationalLaw,
    string Reference,
    DateOnly DecidedOn,
    string Competence,
    IReadOnlyList<string> Statements)
{
    public static GroundView Of(Entitlement g) => new(
        g.Purposes,
        g.Rule.ToString(),
        g.Rule.Source?.Treaty,
        g.Rule.Source?.Annex,
        g.Rule.Source?.Article,
        g.Rule.Source?.Paragraph,
        g.Rule.NationalLaw,
        g.Reference,
        g.DecidedOn,
        g.Competence,
        [.. GroundLaw.Of(g).Select(s => s.Text)]);
}

/// <summary>A ground to be stated: a rule of a treaty (treaty, article) or of national law, and the decision that applied it.</summary>
internal sealed record GroundBody(
    Purposes Purposes,
    string Reference,
    DateOnly DecidedOn,
    string Competence,
    string? Treaty = null,
    string? Annex = null,
    string? Article = null,
    string? Paragraph = null,
    string? NationalLaw = null)
{
    public Entitlement ToGround() => new()
    {
        Purposes = Purposes,
        Rule = new EntitlementRule(
            Treaty is null && Article is null && Annex is null && Paragraph is null
                ? null
                : new LawSource { Treaty = Treaty, Annex = Annex, Article = Article, Paragraph = Paragraph },
            NationalLaw),
        Reference = Reference,
        DecidedOn = DecidedOn,
        Competence = Competence,
    };
}
