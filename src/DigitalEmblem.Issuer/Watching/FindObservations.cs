using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>What the world shows at a name, for the page of the asset.</summary>
/// <param name="Vantage">The resolver that was asked.</param>
/// <param name="Observation">What it showed.</param>
/// <param name="LookedAt">When that was last seen.</param>
internal sealed record ObservedName(string Vantage, Observation Observation, DateTimeOffset LookedAt);

/// <summary>Finds what the world showed at a name, the vantage of the latest look first; none if the watch has not looked yet.</summary>
internal sealed class FindObservations(IssuerStore store)
{
    /// <summary>Of one asset.</summary>
    public Task<IReadOnlyList<ObservedName>> OfAsync(Guid asset, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<ObservedName>>(async d =>
        {
            var rows = await d.Observations.Where(o => o.AssetId == asset)
                .Join(d.Vantages, o => o.VantageId, v => v.Id, (o, v) => new { Row = o, Vantage = v }).ToListAsync(cancellationToken);
            return [.. rows.Select(r => new ObservedName(r.Vantage.Name, r.Row, r.Row.LastLook(r.Vantage)))
                .OrderByDescending(o => o.Observation.UnansweredSince ?? o.LookedAt)];
        });
}
