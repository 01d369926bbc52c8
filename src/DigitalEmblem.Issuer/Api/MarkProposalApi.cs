using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>What one officer proposed to mark, for another officer to confirm (Marking:FourEyes).</summary>
internal static class MarkProposalApi
{
    public static void MapMarkProposalApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/mark-proposals").WithTags("Marking");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("MarkProposals")
            .WithSummary("Lists what officers proposed to mark, in the order in which it came, and what became of it.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).Waits().WithName("MarkProposal")
            .WithSummary("Shows a proposal, and the names and data that it would mark now.")
            .WithDescription($"Names come in their order, {FindMarkProposals.NamesOfPage} at a time: give next of one answer as after of "
                + "the following. A name whose purposes were changed since, or that was marked, is left out.");
        all.MapPost("/{id:guid}/confirm", ConfirmAsync).By(AccessRoles.Officer).WithName("ConfirmMarkProposal")
            .WithSummary("Confirms a proposal of another officer: all that it is about is marked, or nothing.")
            .WithDescription("The officer who proposed it does not confirm it, by whatever key or session. More than 250 names become an "
                + "errand if all can be marked: 202, with what tells how far it is. A proposal ends undecided after a week.");
        all.MapPost("/{id:guid}/refuse", RefuseAsync).By(AccessRoles.Officer).WithName("RefuseMarkProposal")
            .WithSummary("Refuses a proposal, or takes it back if it is the caller's own. Nothing is marked by it any more.");
    }

    /// <summary>The answer to a call that has become a proposal.</summary>
    public static Accepted<MarkProposalView> Proposed(MarkProposal proposal, DateTimeOffset now) =>
        TypedResults.Accepted($"{IssuerApi.Root}/mark-proposals/{proposal.Id}", MarkProposalView.Of(proposal, now));

    private static Task<Page<MarkProposalView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return store.ReadAsync(d => page.OfAsync(d.MarkProposals, p => MarkProposalView.Of(p, now), cancellationToken));
    }

    private static async Task<Ok<MarkProposalDetailView>> ShowAsync(
        Guid id, string? after, HttpContext context, FindMarkProposals find, TimeProvider clock, CancellationToken cancellationToken)
    {
        MarkProposalDetail detail = await find.OfAsync(id, after is null ? null : Given.Name(after, "after"), cancellationToken);
        return TypedResults.Ok(
            Seen.Tag(context, detail.Proposal, MarkProposalDetailView.Of(detail, clock.GetUtcNow())));
    }

    private static async Task<Results<Ok<MarkProposalView>, Accepted<ErrandView>>> ConfirmAsync(
        Guid id, Seen seen, Caller caller, DecideMarks decide, TimeProvider clock, CancellationToken cancellationToken)
    {
        (MarkProposal proposal, Errand? errand) = await decide.ConfirmAsync(caller.Actor, id, seen.Version, cancellationToken);
        return errand is null
            ? TypedResults.Ok(MarkProposalView.Of(proposal, clock.GetUtcNow()))
            : ErrandApi.Started(errand);
    }

    private static async Task<Ok<MarkProposalView>> RefuseAsync(
        Guid id, Seen seen, Caller caller, DecideMarks decide, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(MarkProposalView.Of(
            await decide.RefuseAsync(caller.Actor, id, seen.Version, cancellationToken), clock.GetUtcNow()));
}
