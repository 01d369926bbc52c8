using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Invitations of people to the pages.</summary>
internal static class InvitationApi
{
    public static void MapInvitationApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/invitations").WithTags("Access");
        all.MapGet("", ListAsync).By(Callers.Overseers).WithName("Invitations")
            .WithSummary("Lists the invitations of the last 30 days, without their links.");
        all.MapPost("", InviteAsync).By(AccessRoles.Administrator).WithMetadata(IdempotentCalls.SecretAnswer).WithName("InvitePerson")
            .WithSummary("Invites a person to the pages by a link, which this answer shows, and nothing ever again.")
            .WithDescription("Hand the link over yourself: anyone who has it becomes that person. It works once, for an hour. To invite a "
                + "person who is there is the recovery: it ends their sessions and other ways to sign in when it is accepted, and leaves "
                + "API keys. An invitation that gives or resets access to approve waits for another approver (waitsForApprover), and its "
                + "hour begins then.");
        all.MapPost("/{id:guid}/end", EndAsync).By(AccessRoles.Administrator).WithName("EndInvitation")
            .WithSummary("Takes an invitation back: its link is of no use from now on.");
    }

    private static Task<Page<InvitationView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Invitations, InvitationView.Of, cancellationToken));

    private static async Task<Created<InvitedView>> InviteAsync(
        InvitationBody body, Caller caller, InvitePerson invite, InvitationLinks links, CancellationToken cancellationToken)
    {
        (Invitation invitation, string secret) = await invite.RunAsync(
            caller.Actor, body.Handle, body.Roles is { } roles ? Callers.Together(roles) : null, body.DisplayName, cancellationToken);
        return TypedResults.Created((string?)null, new InvitedView(InvitationView.Of(invitation), links.Of(secret)));
    }

    private static async Task<Ok<InvitationView>> EndAsync(
        Guid id, Caller caller, EndInvitation end, CancellationToken cancellationToken) =>
        TypedResults.Ok(InvitationView.Of(await end.RunAsync(caller.Actor, id, cancellationToken)));
}
