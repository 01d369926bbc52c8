using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Access to approve is given, reset or widened only when another approver confirms it, from the first approval here on: else one
/// administrator could make two approvers.
/// </summary>
internal static class ApproverWord
{
    /// <summary>Whether it is needed now.</summary>
    public static async Task<bool> IsNeededAsync(Change change, CancellationToken cancellationToken) =>
        await change.Database.Organizations.SingleOrDefaultAsync(cancellationToken) is { FirstApprovalAt: not null };

    /// <summary>Whether it is needed now for access of these roles.</summary>
    public static async Task<bool> IsNeededAsync(Change change, AccessRoles roles, CancellationToken cancellationToken) =>
        roles.HasFlag(AccessRoles.Approver) && await IsNeededAsync(change, cancellationToken);

    /// <summary>Writes down what an approver is asked.</summary>
    public static AccessProposal Ask(Change change, ProposalKind kind, string handle, Guid? about, AccessRoles roles)
    {
        var proposal = AccessProposal.Propose(kind, handle, about, roles, change.Actor.Name, change.Now);
        change.Database.Add(proposal);
        change.JournalPerson(
            "access.proposed", handle, proposal, new JsonObject { ["kind"] = kind.ToString(), ["roles"] = roles.ToString() });
        return proposal;
    }

    /// <summary>Ends what is asked about an invitation, key or subject that is no more.</summary>
    public static async Task EndAsync(Change change, Guid about, CancellationToken cancellationToken)
    {
        foreach (AccessProposal proposal in await change.Database.AccessProposals
            .Where(p => p.AboutId == about && p.State == ProposalState.Open).ToListAsync(cancellationToken))
        {
            proposal.End(change.Now);
        }
    }

    /// <summary>Ends all that is asked about a person.</summary>
    /// <param name="change">The change.</param>
    /// <param name="handle">The person.</param>
    /// <param name="kind">Of this kind only; null for every kind.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task EndAsync(Change change, string handle, ProposalKind? kind, CancellationToken cancellationToken)
    {
        foreach (AccessProposal proposal in await change.Database.AccessProposals
            .Where(p => p.Handle == handle && p.State == ProposalState.Open && (kind == null || p.Kind == kind))
            .ToListAsync(cancellationToken))
        {
            proposal.End(change.Now);
        }
    }

    /// <summary>The end of a sentence on a change, with whether it waits for an approver.</summary>
    public static Sentence Waiting(Sentence what, bool isProposed) =>
        isProposed ? Sentence.Of($"{what}; it waits for an approver's confirmation") : what;
}
