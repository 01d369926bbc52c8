using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>A compromise with its key.</summary>
/// <param name="Compromise">The compromise.</param>
/// <param name="Key">The key that was lost.</param>
internal sealed record CompromiseRow(KeyCompromise Compromise, OrganizationKey Key);
