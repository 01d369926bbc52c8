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
    public static async Task OfHandleAsync(Change change, string handle, CancellationToken cancellationToken)
    {
        foreach (Invitation open in await change.Database.Invitations
            .Where(i => i.Handle == handle && i.AcceptedAt == null && i.EndedAt == null).ToListAsync(cancellationToken))
        {
            await EndAsync(change, open, cancellationToken);
        }
    }

    /// <summary>Ends one as a part of a change.</summary>
    public static async Task EndAsync(Change change, Invitation invitation, CancellationToken cancellationToken)
    {
        invitation.End(change.Now);
        await ApproverWord.EndAsync(change, invitation.Id, cancellationToken);
        change.JournalPerson("invitation.ended", invitation.Handle, invitation);
    }
}
