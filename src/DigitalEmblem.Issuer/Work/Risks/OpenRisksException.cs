using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>Nothing was marked, because names have risks that nobody has acknowledged.</summary>
/// <param name="names">The names that have some.</param>
/// <param name="missing">The kinds that were not acknowledged.</param>
internal sealed class OpenRisksException(IReadOnlyList<NameRisks> names, RiskKinds missing) : RefusedException(
    Refusal.OpenRisks,
    Sentence.Counting(
        names.Count,
        $"Nothing was marked: there are risks to read of 1 name first. Read them, say that you have, and mark it again.",
        $"Nothing was marked: there are risks to read of {names.Count:N0} names first. Read them, say that you have, and mark again."))
{
    /// <summary>The names, with their risks.</summary>
    public IReadOnlyList<NameRisks> Names => names;

    /// <summary>The kinds that have to be acknowledged.</summary>
    public RiskKinds Missing => missing;
}
