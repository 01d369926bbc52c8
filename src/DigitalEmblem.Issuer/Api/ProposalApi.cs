using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Access to approve that waits for the word of another approver.</summary>
internal static class ProposalApi
{
    public static void MapProposalApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/proposals").WithTags("Access");
        all.MapGet("", ListAsync).By(Callers.Overseers | AccessRoles.Approver).WithName("Proposals")
            .WithSummary("Lists the access to approve that was proposed, and what became of it.");
        all.MapPost("/{id:guid}/confirm", ConfirmAsync).By(AccessRoles.Approver).WithName("ConfirmProposal")
            .WithSummary("Confirms that another person's access to approve is given, reset or widened.")
            .WithDescription("Neither the person who gets it nor the one who proposed it confirms it. Its waiting time "
                + "(Access:ApproverWait) begins now; that of an invitation when it is accepted.");
        all.MapPost("/{id:guid}/refuse", RefuseAsync).By(AccessRoles.Approver).WithName("RefuseProposal")
            .WithSummary("Refuses it: a key that was made for it is revoked, an invitation ended.");
    }

    private static Task<Page<ProposalView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.AccessProposals, ProposalView.Of, cancellationToken));

    private static async Task<Ok<ProposalView>> ConfirmAsync(
        Guid id, Seen seen, Caller caller, DecideProposal decide, CancellationToken cancellationToken) =>
        TypedResults.Ok(ProposalView.Of(await decide.ConfirmAsync(caller.Actor, id, seen.Version, cancellationToken)));

    private static async Task<Ok<ProposalView>> RefuseAsync(
        Guid id, Seen seen, Caller caller, DecideProposal decide, CancellationToken cancellationToken) =>
        TypedResults.Ok(ProposalView.Of(await decide.RefuseAsync(caller.Actor, id, seen.Version, cancellationToken)));
}
