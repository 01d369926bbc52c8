using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Invites a person by a link, which people hand over. To invite a person who is there is the recovery: when it is accepted, all that
/// opened the pages before is ended.
/// </summary>
internal sealed class InvitePerson(IssuerStore store)
{
    /// <summary>Makes an invitation; an open one of the same handle is ended.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="handle">Who is invited.</param>
    /// <param name="roles">What the person's sessions will open; null to keep the roles of a person who is there.</param>
    /// <param name="displayName">The display name; null to leave it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// The invitation, and the secret of its link, which cannot be shown again. It waits for an approver if it gives or resets access to
    /// approve.
    /// </returns>
    public async Task<(Invitation Invitation, string Secret)> RunAsync(
        Actor actor, string handle, AccessRoles? roles, string? displayName, CancellationToken cancellationToken)
    {
        string secret = RandomSecret.New();
        Invitation made = await store.ChangeAsync(
            actor,
            async change =>
            {
                Person? there = await AddPerson.FindAsync(change, handle, cancellationToken);
                there?.RequireOpen();
                AccessRoles given = roles ?? there?.Roles ?? AccessRoles.None;
                AccessRoles all = given | await PersonRoles.OfKeysAsync(change.Database, there, change.Now, cancellationToken);
                PersonRoles.RequireForPages(given, all);
                await EndInvitation.OfHandleAsync(change, Person.Canonical(handle), cancellationToken);
                bool isProposed = await ApproverWord.IsNeededAsync(change, all, cancellationToken);
                var invitation = Invitation.Create(
                    handle, given, displayName, actor.Name, RandomSecret.HashOf(secret), isProposed, change.Now);
                change.Database.Add(invitation);
                change.JournalPerson("invitation.made", invitation.Handle, invitation, new JsonObject { ["roles"] = given.ToString() });
                if (isProposed)
                {
                    ApproverWord.Ask(change, ProposalKind.Invitation, invitation.Handle, invitation.Id, given);
                }

                await AccessChange.TellAsync(
                    change,
                    invitation.Handle,
                    ApproverWord.Waiting(
                        there is null
                            ? Sentence.Of($"was invited as {given}")
                            : Sentence.Of(
                                $"was invited as {given}, and is there already: the invitation ends what opened the pages before"),
                        isProposed),
                    cancellationToken);
                return invitation;
            },
            cancellationToken);
        return (made, secret);
    }
}
