using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Errands: how far long lists are.</summary>
internal static class ErrandApi
{
    public static void MapErrandApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/errands").WithTags("Errands");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Errands").WithSummary("Lists errands in the order in which they came.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).Waits().WithName("Errand")
            .WithSummary("Shows how far an errand is, and what of it could not be done, by line.");
        all.MapPost("/{id:guid}/cancel", CancelAsync).By(AccessRoles.Officer).WithName("CancelErrand")
            .WithSummary("Ends an errand after the part that is under way. What was done stays.");
    }

    /// <summary>The answer to a call that has become an errand.</summary>
    public static Accepted<ErrandView> Started(Errand errand) =>
        TypedResults.Accepted($"{IssuerApi.Root}/errands/{errand.Id}", ErrandView.Of(errand));

    private static Task<Page<ErrandView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Errands, ErrandView.Of, cancellationToken));

    private static async Task<Ok<ErrandWithFaults>> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken)
    {
        Errand errand = await store.FindAsync<Errand>(id, cancellationToken);
        List<ErrandFault> faults = await store.ReadAsync(
            d => d.ErrandFaults.Where(f => f.ErrandId == id).OrderBy(f => f.Line).ToListAsync(cancellationToken));
        return TypedResults.Ok(
            new ErrandWithFaults(ErrandView.Of(errand), [.. faults.Select(f => new ErrandFaultView(f.Line, f.Why.ToString()))]));
    }

    private static async Task<Ok<ErrandView>> CancelAsync(
        Guid id, Caller caller, CancelErrand cancel, CancellationToken cancellationToken) =>
        TypedResults.Ok(ErrandView.Of(await cancel.RunAsync(caller.Actor, id, cancellationToken)));
}
