using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>A compromise with all that people decide in it by.</summary>
/// <param name="Compromise">The compromise.</param>
/// <param name="Key">The key that was lost.</param>
/// <param name="NewKey">The key in its place; null before there is one.</param>
/// <param name="ReachedAt">When each step was reached, as the journal has it.</param>
/// <param name="Resting">How many marked names and data it has not reached yet.</param>
/// <param name="First">The first of them.</param>
/// <param name="Certificates">The certificates that bind a root key, and are to be revoked.</param>
internal sealed record CompromiseDetail(
    KeyCompromise Compromise,
    OrganizationKey Key,
    OrganizationKey? NewKey,
    IReadOnlyDictionary<CompromiseStep, DateTimeOffset> ReachedAt,
    int Resting,
    IReadOnlyList<RestingMark> First,
    IReadOnlyList<BoundCertificate> Certificates);
