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
        all.MapPost("", GiveAsync).By(AccessRoles.Administrator).WithMetadata(IdempotentCalls.SecretAnswer)
            .WithName("GiveAccess")
            .WithSummary("Makes an API key, and its person if the handle is new. The key is shown in this answer, and never again.")
            .WithDescription("Name is a handle; all keys of one handle are one person's. An administrator may not be an approver, and an "
                + "applicant (another organization's service) may be nothing else.");
        all.MapDelete("/{id:guid}", RevokeAsync).By(AccessRoles.Administrator).WithName("RevokeAccess")
            .WithSummary("Takes access away, from the next call on.");
    }

    private static Task<Page<AccessView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.ApiKeys, AccessView.Of, cancellationToken));

    private static async Task<Created<AccessGivenView>> GiveAsync(
        AccessBody body, Caller caller, GiveAccess give, CancellationToken cancellationToken)
    {
        (ApiKey key, string secret) = await give.RunAsync(
            caller.Actor, body.Name, Callers.Together(body.Roles), body.ExpiresAt, cancellationToken);
        return TypedResults.Created((string?)null, new AccessGivenView(AccessView.Of(key), secret));
    }

    private static async Task<NoContent> RevokeAsync(
        Guid id, Seen seen, Caller caller, RevokeAccess revoke, CancellationToken cancellationToken)
    {
        await revoke.RunAsync(caller.Actor, id, seen.Version, cancellationToken);
        return TypedResults.NoContent();
    }
}
