using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Counts what is due, and the alerts that are open, for dashboards: only while someone listens, and not in every round. They are counted
/// in the database, so that a restart of the service does not change them.
/// </summary>
internal sealed class StoredFigures(IssuerStore store, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;

    /// <summary>Counts, if it is time to.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (!Meters.Due.Enabled || (now >= _countedAt && now - _countedAt < Pause))
        {
            return;
        }

        _countedAt = now;
        (int renewals, int publications, Dictionary<AlertKind, int> open) = await store.ReadAsync(async d => (
            await d.Assets.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken)
                + await d.Data.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken),
            await d.Publications.CountAsync(p => p.State == PublicationState.Due, cancellationToken),
            await d.Alerts.Where(a => a.ClearedAt == null).GroupBy(a => a.Kind).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken)));
        Meters.Due.Record(renewals, Meters.OfRenewal);
        Meters.Due.Record(publications, Meters.OfPublication);
        foreach (AlertKind kind in Enum.GetValues<AlertKind>())
        {
            Meters.AlertsOpen.Record(open.GetValueOrDefault(kind), Meters.Of(kind));
        }
    }
}
