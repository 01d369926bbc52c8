using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>An approver confirms or refuses that another person's access to approve is given, reset or widened.</summary>
internal sealed class DecideProposal(IssuerStore store, MayApprove mayApprove)
{
    /// <summary>Confirms it: the access is there from now on, and its waiting time begins.</summary>
    public Task<AccessProposal> ConfirmAsync(Actor approver, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        approver,
        async change =>
        {
            AccessProposal proposal = await change.GetAsync<AccessProposal>(id, seen, cancellationToken);
            await mayApprove.RequireAsync(change, cancellationToken);
            proposal.Decide(approver.Name, isConfirmed: true, change.Now);
            await CarryOutAsync(change, proposal, cancellationToken);
            return proposal;
        },
        cancellationToken);

    /// <summary>Refuses it: what was proposed is taken back.</summary>
    public Task<AccessProposal> RefuseAsync(Actor approver, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        approver,
        async change =>
        {
            AccessProposal proposal = await change.GetAsync<AccessProposal>(id, seen, cancellationToken);
            proposal.Decide(approver.Name, isConfirmed: false, change.Now);
            if (proposal.Kind == ProposalKind.ApiKey
                && await change.Database.ApiKeys.SingleAsync(k => k.Id == proposal.AboutId, cancellationToken) is { RevokedAt: null } key)
            {
                key.Revoke(change.Now);
            }
            else if (proposal.Kind == ProposalKind.Invitation)
            {
                (await change.Database.Invitations.SingleAsync(i => i.Id == proposal.AboutId, cancellationToken)).End(change.Now);
            }

            Journal(change, "access.refused", proposal);
            return proposal;
        },
        cancellationToken);

    /// <summary>
    /// The operator confirms it on the machine of the service, which is possible only if no other approver is left who could.
    /// </summary>
    public Task<AccessProposal> ByOperatorAsync(Actor operation, Guid id, CancellationToken cancellationToken) => store.ChangeAsync(
        operation,
        async change =>
        {
            AccessProposal proposal = await change.GetAsync<AccessProposal>(id, null, cancellationToken);
            if (await AnotherApproverAsync(change, proposal.Handle, cancellationToken) is { } other)
            {
                throw new RefusedException(
                    Refusal.WrongState, $"{other} is an approver, and confirms it. End that person first if that is not possible any "
                        + $"more.");
            }

            proposal.ConfirmByOperator(operation.Name, change.Now);
            await CarryOutAsync(change, proposal, cancellationToken);
            return proposal;
        },
        cancellationToken);

    private static async Task CarryOutAsync(Change change, AccessProposal proposal, CancellationToken cancellationToken)
    {
        Person? person = await AddPerson.FindAsync(change, proposal.Handle, cancellationToken);
        person?.RequireOpen();
        switch (proposal.Kind)
        {
            case ProposalKind.Invitation:
                // The waiting time begins when it is accepted.
                Invitation invitation = await change.Database.Invitations.SingleAsync(i => i.Id == proposal.AboutId, cancellationToken);
                if (!invitation.IsOpenAt(change.Now))
                {
                    throw new RefusedException(Refusal.WrongState, $"This invitation was ended already.");
                }

                invitation.Confirm(change.Actor.Name, change.Now);
                break;
            case ProposalKind.Roles:
                PersonRoles.RequireForPages(
                    proposal.Roles,
                    proposal.Roles | await PersonRoles.OfKeysAsync(change.Database, person, change.Now, cancellationToken));
                await ChangeRoles.InAsync(change, person!, proposal.Roles, cancellationToken);
                break;
            case ProposalKind.ApiKey:
                ApiKey key = await change.Database.ApiKeys.SingleAsync(k => k.Id == proposal.AboutId, cancellationToken);
                if (!key.IsInForceAt(change.Now))
                {
                    throw new RefusedException(Refusal.WrongState, $"This key was revoked or has expired already.");
                }

                key.Confirm();
                person!.GiveApproving(change.Now);
                break;
            default:
                (await change.Database.Subjects.SingleAsync(s => s.Id == proposal.AboutId, cancellationToken)).Confirm();
                person!.GiveApproving(change.Now);
                break;
        }

        Journal(change, "access.confirmed", proposal);
        await AccessChange.TellAsync(
            change, proposal.Handle, $"has access to approve that was confirmed ({proposal.Kind}, {proposal.Roles})", cancellationToken);
    }

    // Subjects of the provider do not count: the service does not know which of them approve.
    private static async Task<string?> AnotherApproverAsync(Change change, string handle, CancellationToken cancellationToken)
    {
        List<ApiKey> keys = await change.Database.ApiKeys
            .Where(k => k.RevokedAt == null && k.Person.EndedAt == null && k.Person.Handle != handle).ToListAsync(cancellationToken);
        List<Credential> ways = await change.Database.Credentials
            .Where(c => c.RevokedAt == null && c.Person.EndedAt == null && c.Person.Handle != handle).ToListAsync(cancellationToken);
        return keys.Find(k => k.Roles.HasFlag(AccessRoles.Approver) && k.IsUsableAt(change.Now))?.Person.Handle
            ?? ways.Find(c => c.IsUsable && c.Person.Roles.HasFlag(AccessRoles.Approver))?.Person.Handle;
    }

    private static void Journal(Change change, string action, AccessProposal proposal) => change.JournalPerson(
        action,
        proposal.Handle,
        proposal,
        new JsonObject
        {
            ["kind"] = proposal.Kind.ToString(),
            ["roles"] = proposal.Roles.ToString(),
            ["proposedBy"] = change.Who(proposal.ProposedBy),
        });
}
