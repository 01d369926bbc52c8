using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Changes what a person's sessions open.</summary>
internal sealed class ChangeRoles(IssuerStore store)
{
    /// <summary>
    /// Changes it, from the next request on. If access to approve is added and needs an approver's word, nothing changes yet, and the
    /// proposal is returned.
    /// </summary>
    public Task<(Person Person, AccessProposal? Proposal)> RunAsync(
        Actor actor, string handle, AccessRoles roles, Guid? seen, CancellationToken cancellationToken) =>
        store.ChangeAsync<(Person Person, AccessProposal? Proposal)>(
            actor,
            async change =>
            {
                Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
                person = await change.GetAsync<Person>(person.Id, seen, cancellationToken);
                person.RequireOpen();
                PersonRoles.RequireForPages(
                    roles, roles | await PersonRoles.OfKeysAsync(change.Database, person, change.Now, cancellationToken));
                await ApproverWord.EndAsync(change, person.Handle, ProposalKind.Roles, cancellationToken);
                if (await ApproverWord.IsNeededAsync(change, roles & ~person.Roles, cancellationToken))
                {
                    AccessProposal proposal = ApproverWord.Ask(change, ProposalKind.Roles, person.Handle, null, roles);
                    await AccessChange.TellAsync(
                        change, person.Handle, $"is to become {roles}; it waits for an approver's confirmation", cancellationToken);
                    return (person, proposal);
                }

                await InAsync(change, person, roles, cancellationToken);
                return (person, null);
            },
            cancellationToken);

    /// <summary>Changes it as a part of a change.</summary>
    public static async Task InAsync(Change change, Person person, AccessRoles roles, CancellationToken cancellationToken)
    {
        AccessRoles before = person.Roles;
        person.Take(roles, change.Now);
        if ((roles & ~before).HasFlag(AccessRoles.Approver))
        {
            person.GiveApproving(change.Now);
        }

        await EndInvitation.BeyondAsync(change, person.Handle, roles, cancellationToken);
        await AdministratorsLeft.RequireAsync(change, before & ~roles, cancellationToken);
        change.JournalPerson(
            "person.rolesChanged", person.Handle, person, new JsonObject { ["from"] = before.ToString(), ["to"] = roles.ToString() });
        await AccessChange.TellAsync(change, person.Handle, $"was {before}, and is {roles} now", cancellationToken);
    }
}
