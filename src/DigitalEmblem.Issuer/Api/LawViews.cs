namespace DigitalEmblem.Issuer.Api;

/// <summary>What the signs mean in law.</summary>
/// <param name="LawTexts">The version of the texts, a year and a month.</param>
/// <param name="Caveat">What belongs beside each of them.</param>
/// <param name="Signs">Each sign, in the order of the purposes' bits.</param>
internal sealed record LawView(string LawTexts, string Caveat, IReadOnlyList<LawSignView> Signs);

/// <summary>What one sign means in law.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Line">What the sign is for.</param>
/// <param name="Effect">What the law demands, where it applies.</param>
/// <param name="Limits">When that ends, and what does not end it.</param>
/// <param name="Sources">The articles.</param>
internal sealed record LawSignView(string Purpose, string Line, string Effect, string Limits, string Sources)
{
    /// <summary>The view of a summary.</summary>
    public static LawSignView Of(LawSummary sign) => new(sign.Name, sign.Line, sign.Effect, sign.Limits, sign.Sources);
}
