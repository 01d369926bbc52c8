using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>API keys.</summary>
internal static class AccessApi
{
    public static void MapAccessApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/access").WithTags("Access");
        all.MapGet("", ListAsync).By(Callers.Overseers).WithName("Access").WithSummary("Lists who has, or had, access by an API key.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Overseers).WithName("AccessOf").WithSummary("Shows an API key, without itself.");
        all.MapPost("/rotate", RotateAsync).By(Callers.Everyone).WithoutNames().WithMetadata(IdempotentCalls.SecretAnswer)
            .WithName("RotateOwnAccess")
            .WithSummary("Puts a new API key in the place of the one that calls. It is shown in this answer, and never again.")
            .WithDescription("It opens the same, and ends when the old one would have ended: no key gives itself a longer life. The old "
                + "one goes on for the time that is stated, so that programs can change over, and is replaced once. A key that gives "
                + "access to approve waits for another approver as each new one does.");
        all.MapPost("", GiveAsync).By(AccessRoles.Administrator).WithMetadata(IdempotentCalls.SecretAnswer)
            .WithName("GiveAccess")
            .WithSummary("Makes an API key, and its person if the handle is new. The key is shown in this answer, and never again.")
            .WithDescription("Name is a handle; all keys of one handle are one person's. An administrator may not be an approver, and an "
                + "applicant (another organization's service) may be nothing else. With zones, a key of an officer or auditor reaches the "
                + "names at these and below them: others are as if they were not there, and calls that cannot be narrowed so are refused.");
        all.MapDelete("/{id:guid}", RevokeAsync).By(AccessRoles.Administrator).WithName("RevokeAccess")
            .WithSummary("Takes access away, from the next call on.");
    }

    private static Task<Page<AccessView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.ApiKeys, AccessView.Of, cancellationToken));

    private static async Task<Ok<AccessView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        ApiKey key = await store.FindAsync<ApiKey>(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, key, AccessView.Of(key)));
    }

    private static async Task<Created<RotatedView>> RotateAsync(
        RotationBody body, Caller caller, RotateAccess rotate, CancellationToken cancellationToken)
    {
        (ApiKey made, ApiKey old, string secret) = await rotate.RunAsync(
            caller.Actor, Given.Seconds(body.OldEndsAfterSeconds, "oldEndsAfterSeconds")!.Value, cancellationToken);
        return TypedResults.Created(
            $"{IssuerApi.Root}/access/{made.Id}", new RotatedView(AccessView.Of(made), secret, AccessView.Of(old)));
    }

    private static async Task<Created<AccessGivenView>> GiveAsync(
        AccessBody body, Caller caller, GiveAccess give, CancellationToken cancellationToken)
    {
        (ApiKey key, string secret) = await give.RunAsync(
            caller.Actor, body.Name, Callers.Together(body.Roles), body.ExpiresAt, Given.Zones(body.Zones), cancellationToken);
        return TypedResults.Created($"{IssuerApi.Root}/access/{key.Id}", new AccessGivenView(AccessView.Of(key), secret));
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, Seen seen, Caller caller, RevokeAccess revoke, CancellationToken cancellationToken)
    {
        await revoke.RunAsync(caller.Actor, id, seen.Version, cancellationToken);
        return TypedResults.NoContent();
    }
}
