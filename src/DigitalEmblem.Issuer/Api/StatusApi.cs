using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The state of the service, in one answer.</summary>
internal static class StatusApi
{
    public static void MapStatusApi(this IEndpointRouteBuilder app) =>
        app.MapGet("/status", ShowAsync).By(Callers.Readers).WithTags("Status").WithName("Status")
            .WithSummary("How it stands: assets by state, what is due, what failed, what waits for people.");

    private static Task<StatusView> ShowAsync(
        IssuerStore store, WorkHealth work, TimeProvider clock, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            Organization? organization = await d.Organizations.SingleOrDefaultAsync(cancellationToken);
            Dictionary<AssetState, int> assets = await d.Assets.GroupBy(a => a.State).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            Dictionary<AssetState, int> data = await d.Data.GroupBy(a => a.State).Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
            DateTimeOffset?[] ends =
            [
                // Of the assets themselves, by an index: emblems are many more.
                await d.Assets.Where(a => a.EmblemUntil != null).OrderBy(a => a.EmblemUntil).Select(a => a.EmblemUntil)
                    .FirstOrDefaultAsync(cancellationToken),
                await d.Data.Where(a => a.EmblemUntil != null).OrderBy(a => a.EmblemUntil).Select(a => a.EmblemUntil)
                    .FirstOrDefaultAsync(cancellationToken),
            ];
            return new StatusView(
                organization?.Identifier.ToString(),
                AssetCounts.Of(assets),
                AssetCounts.Of(data),
                await d.Assets.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken)
                    + await d.Data.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken),
                await d.Publications.CountAsync(p => p.State == PublicationState.Due, cancellationToken),
                await d.Publications.CountAsync(p => p.State == PublicationState.Due && p.Fault != null, cancellationToken),
                ends.Min(),
                await d.Compromises.CountAsync(c => c.Step < CompromiseStep.Republished, cancellationToken),
                await d.Signings.WhereOpen().CountAsync(cancellationToken),
                await d.Applications.CountAsync(
                    a => a.State == ApplicationState.Received || a.State == ApplicationState.Approved, cancellationToken),
                work.Issuing.SucceededAt,
                work.Loops.Select(l => l.Fault?.ToString()).OfType<string>().FirstOrDefault());
        });
}
