using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Counts what is due, for dashboards: only while a collector listens, and not in every round.</summary>
internal sealed class DueNames(IssuerStore store, TimeProvider clock)
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
        (int renewals, int publications) = await store.ReadAsync(async d => (
            await d.Assets.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken)
                + await d.Data.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken),
            await d.Publications.CountAsync(p => p.State == PublicationState.Due, cancellationToken)));
        Meters.Due.Record(renewals, Meters.OfRenewal);
        Meters.Due.Record(publications, Meters.OfPublication);
    }
}
