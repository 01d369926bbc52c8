using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Risks;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The risks of marking a name, as they are now.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Risks">The risks, one of a kind; none if none was found and everything could be found out.</param>
/// <param name="Open">The kinds that nobody has acknowledged: marking it needs them in acknowledgedRisks.</param>
/// <param name="Acknowledged">The kinds that officers acknowledged before.</param>
internal sealed record NameRisksView(
    Guid Id, string Name, IReadOnlyList<RiskView> Risks, IReadOnlyList<RiskKinds> Open, IReadOnlyList<RiskKinds> Acknowledged)
{
    public static NameRisksView Of(NameRisks risks) => new(
        risks.Id,
        risks.Name.ToString(),
        [.. risks.Found.Select(r => new RiskView(r.Kind, RiskWords.Of(r.Kind).ToString(), r.Facts))],
        risks.Open.Each(),
        risks.Acknowledged.Each());
}

/// <summary>A risk.</summary>
/// <param name="Kind">Its kind, by which it is acknowledged.</param>
/// <param name="Text">What it is, and what to find out, for a person.</param>
/// <param name="Facts">What was seen: names, addresses, and questions that had no answer.</param>
internal sealed record RiskView(RiskKinds Kind, string Text, IReadOnlyList<string> Facts);

/// <summary>Names to be marked.</summary>
/// <param name="Ids">The assets.</param>
/// <param name="AcknowledgedRisks">The kinds of risks that the caller has read and acknowledges, of each of these names.</param>
internal sealed record MarkBody(IReadOnlyList<Guid> Ids, IReadOnlyList<RiskKinds>? AcknowledgedRisks = null);

/// <summary>What a problem says of risks.</summary>
internal static class RiskProblems
{
    // The answer to 10,000 names would be megabytes.
    private const int MostNames = 100;

    /// <summary>Further members of the problem: what has to be acknowledged, and of which names.</summary>
    public static IReadOnlyDictionary<string, object?> More(this OpenRisksException open) => new Dictionary<string, object?>
    {
        ["open"] = open.Missing.Each(),
        ["names"] = open.Names.Take(MostNames).Select(NameRisksView.Of).ToList(),
        ["moreNames"] = Math.Max(0, open.Names.Count - MostNames),
    };
}
