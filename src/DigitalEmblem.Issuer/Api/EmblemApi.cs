using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Emblems that were issued, to read.</summary>
internal static class EmblemApi
{
    public static void MapEmblemApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/emblems").WithTags("Emblems");
        all.MapGet("", ListAsync).By(Callers.Readers).WithinZones().WithName("Emblems")
            .WithSummary("Lists emblems that were issued, those that are over as well; asset narrows it down to one asset.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithinZones()
            .WithName("Emblem").WithSummary("Shows an emblem that was issued.");
    }

    private static async Task<EmblemView> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) => EmblemView.Of(
        await store.ReadAsync(d => d.Emblems.SingleOrDefaultAsync(e => e.Id == id, cancellationToken)) ?? throw Lookup.Missing(id));

    private static Task<Page<EmblemView>> ListAsync(
        [AsParameters] PageQuery page, Guid? asset, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d =>
        {
            IQueryable<IssuedEmblem> emblems = asset is { } of ? d.Emblems.Where(e => e.AssetId == of) : d.Emblems;
            emblems = page.After is { } after ? emblems.Where(e => e.Id.CompareTo(after) > 0) : emblems;
            return page.OfAsync(emblems, e => e.Id, e => e.Id, EmblemView.Of, cancellationToken);
        });
}
