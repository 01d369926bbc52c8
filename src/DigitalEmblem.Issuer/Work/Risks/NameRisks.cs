using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>The risks of marking a name, as they are now.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name.</param>
/// <param name="Found">The risks, one of a kind.</param>
/// <param name="Acknowledged">The kinds that an officer acknowledged for it before.</param>
internal sealed record NameRisks(Guid Id, DomainName Name, IReadOnlyList<Risk> Found, RiskKinds Acknowledged)
{
    /// <summary>The kinds that nobody has acknowledged yet.</summary>
    public RiskKinds Open => Found.Select(f => f.Kind).Together() & ~Acknowledged;
}
