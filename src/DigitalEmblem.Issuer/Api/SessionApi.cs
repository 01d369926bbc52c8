using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>How people sign in to the pages, and their sessions.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("").WithTags("Access");
        all.MapGet("/persons/{handle}/sessions", SessionsAsync).By(Callers.Overseers).WithName("Sessions")
            .WithSummary("Lists the sessions of a person, without their tokens; those that ended for a day more.");
        all.MapPost("/persons/{handle}/sessions/end", EndAllAsync).By(AccessRoles.Administrator).WithName("EndSessions")
            .WithSummary("Ends all sessions of a person, from the next request on.");
        all.MapPost("/sessions/{id:guid}/end", EndAsync).By(AccessRoles.Administrator).WithName("EndSession")
            .WithSummary("Ends one session, from the next request on.");
        all.MapGet("/persons/{handle}/credentials", CredentialsAsync).By(Callers.Overseers).WithName("Credentials")
            .WithSummary("Lists a person's ways to sign in, without their secrets.");
        all.MapPost("/credentials/{id:guid}/revoke", RevokeAsync).By(AccessRoles.Administrator).WithName("RevokeCredential")
            .WithSummary("Takes a way to sign in away, with the sessions that began by it. Invite the person anew if it was the last.");
    }

    private static Task<Page<SessionView>> SessionsAsync(
        string handle, [AsParameters] PageQuery page, IssuerStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        string canonical = Person.Canonical(handle);
        DateTimeOffset now = clock.GetUtcNow();
        return store.ReadAsync(d => page.OfAsync(
            d.Sessions.Where(s => s.Person.Handle == canonical), s => SessionView.Of(s, now), cancellationToken));
    }

    private static async Task<Ok<SessionsEndedView>> EndAllAsync(
        string handle, Caller caller, EndSessions end, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SessionsEndedView(await end.OfPersonAsync(caller.Actor, handle, null, cancellationToken)));

    private static async Task<Ok<SessionView>> EndAsync(
        Guid id, Caller caller, EndSessions end, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(SessionView.Of(await end.OneAsync(caller.Actor, id, cancellationToken), clock.GetUtcNow()));

    private static Task<Page<CredentialView>> CredentialsAsync(
        string handle, [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken)
    {
        string canonical = Person.Canonical(handle);
        return store.ReadAsync(d => page.OfAsync(
            d.Credentials.Where(c => c.Person.Handle == canonical), CredentialView.Of, cancellationToken));
    }

    private static async Task<Ok<CredentialView>> RevokeAsync(
        Guid id, Caller caller, RevokeCredential revoke, CancellationToken cancellationToken) =>
        TypedResults.Ok(CredentialView.Of(await revoke.RunAsync(caller.Actor, id, cancellationToken)));
}
