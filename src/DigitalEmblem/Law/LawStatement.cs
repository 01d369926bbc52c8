namespace DigitalEmblem;

/// <summary>One statement about a sign, as it stands in <c>spec/law</c>, with what it rests on.</summary>
internal sealed record LawStatement
{
    /// <summary>Its identity, which stays when its words are corrected.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required LawStatementKind Kind { get; init; }

    /// <summary>Of cultural property, the regime: general, special or enhanced; null for all.</summary>
    public string? Regime { get; init; }

    /// <summary>The readers who need it first.</summary>
    public required IReadOnlyList<LawReader> For { get; init; }

    /// <summary>A sentence or two that stand alone.</summary>
    public required string Text { get; init; }

    /// <summary>Where it stands.</summary>
    public required IReadOnlyList<LawSource> Sources { get; init; }

    /// <summary>How far it was checked.</summary>
    public required LawStatus Status { get; init; }

    /// <summary>The wordings that it was compared with; null if it was with none.</summary>
    public IReadOnlyList<LawComparison>? Compared { get; init; }

    /// <summary>
    /// Whether each treaty that it cites has an authentic text in a language. Where not, what a person reads there is a translation that
    /// says so. Other documents do not count: this states what they say, in its own words.
    /// </summary>
    /// <param name="language">The language (BCP 47), without a region.</param>
    public bool IsAuthenticIn(string language) =>
        Sources.All(s => s.Treaty is null || TreatyLanguages.Of(s.Treaty).Contains(language, StringComparer.Ordinal));
}
