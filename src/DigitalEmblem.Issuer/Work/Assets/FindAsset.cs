using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Finds all that is known of one asset, by queries that do not grow with the store.</summary>
internal sealed class FindAsset(IssuerStore store, FindObservations observations, TimeProvider clock)
{
    private const int EmblemsShown = 10, AlertsShown = 20;

    /// <summary>Finds it.</summary>
    /// <exception cref="RefusedException">There is no such asset.</exception>
    public async Task<AssetDetail> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        Asset asset = await store.AssetAsync(id, cancellationToken);
        IReadOnlyList<ObservedName> observed = await observations.OfAsync(id, cancellationToken);
        string name = asset.Name.ToString();
        DateTimeOffset now = clock.GetUtcNow();
        List<DomainName> zones = [.. ZonesAbove(asset.Name)];
        return await store.ReadAsync(async d => new AssetDetail(
            asset,
            await d.Emblems.Where(e => e.AssetId == id).OrderByDescending(e => e.Id).Take(EmblemsShown).ToListAsync(cancellationToken),
            PublicationTarget.AllFor(asset.Name, await d.Targets.Where(t => zones.Contains(t.Zone)).ToListAsync(cancellationToken)),
            await PlacesAsync(d, [id], cancellationToken),
            await d.Alerts.Where(a => a.ClearedAt == null && a.Subject == name).OrderBy(a => a.Id).Take(AlertsShown)
                .ToListAsync(cancellationToken),
            observed,
            await ProposedMarks.OfAsync(d, asset, now, cancellationToken),
            now));
    }

    /// <summary>How it stands with the records of some assets, by place.</summary>
    internal static async Task<IReadOnlyList<PublishedPlace>> PlacesAsync(
        IssuerContext database, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        List<Publication> publications = await database.Publications.Where(p => ids.Contains(p.AssetId)).OrderBy(p => p.Id)
            .ToListAsync(cancellationToken);
        List<Guid> places = [.. publications.Select(p => p.Place).Distinct()];
        Dictionary<Guid, PublicationTarget> targets = await database.Targets.Where(t => places.Contains(t.Place))
            .ToDictionaryAsync(t => t.Place, cancellationToken);
        return [.. publications.Select(p => new PublishedPlace(p, targets.GetValueOrDefault(p.Place)))];
    }

    private static IEnumerable<DomainName> ZonesAbove(DomainName name)
    {
        string text = name.ToString();
        for (int at = 0; at >= 0 && at < text.Length; at = text.IndexOf('.', at) is >= 0 and var dot ? dot + 1 : -1)
        {
            if (DomainName.TryParse(text[at..], out DomainName? zone))
            {
                yield return zone;
            }
        }
    }
}
