using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Proposals;

/// <summary>What one officer proposed to mark, and what another officer decides.</summary>
[May(Callers.Readers)]
internal sealed class ProposalModel(FindMarkProposals find, DecideMarks decide, TimeProvider clock) : ActPage
{
    /// <summary>The proposal, and what it would mark.</summary>
    public MarkProposalDetail Detail { get; private set; } = null!;

    /// <summary>The present.</summary>
    public DateTimeOffset At => clock.GetUtcNow();

    /// <summary>Whether the person who looks proposed it.</summary>
    public bool IsOwn => FourEyes.SamePerson(Caller.Of(User).Actor.Name, Detail.Proposal.ProposedBy);

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture);

    private DomainName? After { get; set; }

    public Task<IActionResult> OnGetAsync(string? after, CancellationToken cancellationToken)
    {
        After = DomainName.TryParse(after ?? "", out DomainName? name) ? name : null;
        return ShowAsync(cancellationToken);
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostConfirmAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            (MarkProposal proposal, Errand? errand) = await decide.ConfirmAsync(actor, Id, seen, cancellationToken);
            return errand is null
                ? Done($"/mark-proposals/{Id}", MarkProposalWords.Confirmed(proposal))
                : Done($"/errands/{errand.Id}", $"This is done part by part. The page says how far it is.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostRefuseAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            MarkProposal proposal = await decide.RefuseAsync(actor, Id, seen, cancellationToken);
            return proposal.State == ProposalState.Refused
                ? Done($"/mark-proposals/{Id}", $"You refused it: nothing is marked by it.")
                : Done($"/mark-proposals/{Id}", $"You took it back: nothing is marked by it.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Detail = await find.OfAsync(Id, After, cancellationToken);
}
