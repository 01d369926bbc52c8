using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>A risk of marking a name.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Facts">What was seen: names, addresses and questions, which need no translation. Bounded, and in printable letters.</param>
internal sealed record Risk(RiskKinds Kind, IReadOnlyList<string> Facts);
