namespace DigitalEmblem.Issuer.Domain;

/// <summary>What the law texts of this build say of the rule that a ground names.</summary>
internal static class GroundLaw
{
    /// <summary>
    /// The rules that a form offers for each sign: the articles that say whom a sign covers and who may authorise it. Another article that
    /// the texts cite can be stated by the API.
    /// </summary>
    public static IReadOnlyList<(Purposes Purpose, LawSource Source)> Offered { get; } =
    [
        .. LawTexts.For(Purposes.All).Select(s => s.Purpose).SelectMany(p => LawTexts.StatementsOn(p)
            .Where(s => s.Kind is LawStatementKind.Covers or LawStatementKind.Authorised or LawStatementKind.Rules)
            .SelectMany(s => s.Sources).Where(s => s is { Treaty: not null, Article: not null }).Distinct()
            .OrderBy(s => s.ToString(), StringComparer.Ordinal).Select(s => (p, s))),
    ];

    /// <summary>
    /// The statements on the signs of a ground that cite its article; none for national law, or an article that they do not cite.
    /// </summary>
    public static IReadOnlyList<LawStatement> Of(Entitlement ground) => ground.Rule.Source is not { } rule
        ? []
        :
        [
            .. LawTexts.For(ground.Purposes).SelectMany(s => LawTexts.StatementsOn(s.Purpose))
                .Where(s => s.Sources.Any(
                    o => o.Treaty == rule.Treaty && o.Annex == rule.Annex && o.Article == rule.Article
                        && (rule.Paragraph is null || o.Paragraph is null || o.Paragraph == rule.Paragraph))),
        ];
}
