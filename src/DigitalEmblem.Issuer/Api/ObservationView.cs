using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Api;

/// <summary>What a resolver showed at a name.</summary>
/// <param name="Resolver">The resolver.</param>
/// <param name="Sees">What it showed at the last look that it answered: NotLooked if it never answered.</param>
/// <param name="EndorsedBy">The organizations whose endorsement was shown.</param>
/// <param name="Until">Until when the emblem that was shown is valid; null without one.</param>
/// <param name="Since">Since when it shows this.</param>
/// <param name="LookedAt">When this was last seen.</param>
/// <param name="UnansweredSince">Since when it gives no answer, which says nothing about the emblem; null if it answered.</param>
/// <param name="Fault">Why it gives none.</param>
internal sealed record ObservationView(
    string Resolver,
    WorldSees Sees,
    IReadOnlyList<string> EndorsedBy,
    DateTimeOffset? Until,
    DateTimeOffset Since,
    DateTimeOffset LookedAt,
    DateTimeOffset? UnansweredSince,
    string? Fault)
{
    public static IReadOnlyList<ObservationView> Of(IEnumerable<ObservedName> observed) => [.. observed.Select(o => new ObservationView(
        o.Vantage,
        o.Observation.Sees,
        o.Observation.EndorsedBy.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        o.Observation.Until,
        o.Observation.Since,
        o.LookedAt,
        o.Observation.UnansweredSince,
        o.Observation.Fault))];
}
