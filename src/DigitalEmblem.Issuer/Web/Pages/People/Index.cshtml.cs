using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.People;

/// <summary>Who has access: people, invitations that are open, and access to approve that waits for an approver.</summary>
[May(Callers.Overseers | AccessRoles.Approver)]
internal sealed class IndexModel(ListPeople list, EndInvitation end, DecideProposal decide) : ActPage
{
    /// <summary>The people of this page.</summary>
    public IReadOnlyList<PersonRow> People { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether those who ended are shown too.</summary>
    public bool WithEnded { get; private set; }

    /// <summary>The first invitations that are open.</summary>
    public IReadOnlyList<Invitation> Invitations { get; private set; } = [];

    /// <summary>How many are open.</summary>
    public int InvitationCount { get; private set; }

    /// <summary>The first access to approve that waits.</summary>
    public IReadOnlyList<AccessProposal> Proposals { get; private set; } = [];

    /// <summary>How much waits.</summary>
    public int ProposalCount { get; private set; }

    private string? After { get; set; }

    public Task<IActionResult> OnGetAsync(string? after, bool ended, CancellationToken cancellationToken)
    {
        (After, WithEnded) = (after is not null && (Person.IsHandle(after) || PersonName.IsPseudonym(after)) ? after : null, ended);
        return ShowAsync(cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostEndInvitationAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            Invitation ended = await end.RunAsync(actor, id, cancellationToken);
            return Done("/people", $"The invitation of {ended.Handle} opens nothing any more.");
        },
        cancellationToken);

    [May(AccessRoles.Approver)]
    [StepUp]
    public Task<IActionResult> OnPostConfirmAsync(Guid id, Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            AccessProposal decided = await decide.ConfirmAsync(actor, id, seen, cancellationToken);
            return Done("/people", $"You confirmed access to approve for {decided.Handle}. It begins to count after its waiting time.");
        },
        cancellationToken);

    [May(AccessRoles.Approver)]
    public Task<IActionResult> OnPostRefuseAsync(Guid id, Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            AccessProposal decided = await decide.RefuseAsync(actor, id, seen, cancellationToken);
            return Done("/people", $"You refused access to approve for {decided.Handle}.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Proposals, ProposalCount) = await list.ProposalsAsync(cancellationToken);
        if (May(Callers.Overseers))
        {
            (People, HasMore) = await list.RunAsync(After, WithEnded, cancellationToken);
            (Invitations, InvitationCount) = await list.InvitationsAsync(cancellationToken);
        }
    }
}
