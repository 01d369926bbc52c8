using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Takes an invitation back.</summary>
internal sealed class EndInvitation(IssuerStore store)
{
    /// <summary>Ends it: its link is of no use from now on.</summary>
    public Task<Invitation> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Invitation invitation = await change.GetAsync<Invitation>(id, null, cancellationToken);
            if (!invitation.IsOpenAt(change.Now))
            {
                throw new RefusedException(Refusal.WrongState, $"This invitation was used, ended, or has expired already.");
            }

            await EndAsync(change, invitation, cancellationToken);
            return invitation;
        },
        cancellationToken);

    /// <summary>Ends those of a handle as a part of a change: one is open at a time.</summary>
    public static Task OfHandleAsync(Change change, string handle, CancellationToken cancellationToken) =>
        OfHandleAsync(change, handle, _ => true, cancellationToken);

    /// <summary>
    /// Ends those of a handle that give more than these roles, as a part of a change that sets them: a link from before would bring back
    /// what was taken away.
    /// </summary>
    public static Task BeyondAsync(Change change, string handle, AccessRoles roles, CancellationToken cancellationToken) =>
        OfHandleAsync(change, handle, i => (i.Roles & ~roles) != 0, cancellationToken);


    /// <summary>Ends one as a part of a change.</summary>
    public static async Task EndAsync(Change change, Invitation invitation, CancellationToken cancellationToken)
    {
        invitation.End(change.Now);
        await ApproverWord.EndAsync(change, invitation.Id, cancellationToken);
        change.JournalPerson("invitation.ended", invitation.Handle, invitation);
    }

    private static async Task OfHandleAsync(
        Change change, string handle, Predicate<Invitation> which, CancellationToken cancellationToken)
    {
        foreach (Invitation open in (await change.Database.Invitations
            .Where(i => i.Handle == handle && i.AcceptedAt == null && i.EndedAt == null).ToListAsync(cancellationToken)).FindAll(which))
        {
            await EndAsync(change, open, cancellationToken);
        }
    }
}
