using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The progress after compromises of keys.</summary>
internal static class CompromiseApi
{
    public static void MapCompromiseApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/compromises").WithTags("Keys");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Compromises")
            .WithSummary("Lists compromised keys, and how far the world is from resting on none of them.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Compromise")
            .WithSummary("Shows how far it is with one, and what it waits for.");
    }

    private static Task<Page<CompromiseView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Compromises, CompromiseView.Of, cancellationToken));

    private static async Task<Ok<CompromiseView>> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(CompromiseView.Of(await store.FindAsync<KeyCompromise>(id, cancellationToken)));
}
