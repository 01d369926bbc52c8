using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Accepts an invitation with a new way to sign in, which uses it up, and signs the person in. Of a person who is there it ends every
/// session and every other way to sign in. API keys stay, because programs use them: revoke them apart if they may be in other hands.
/// </summary>
internal sealed class AcceptInvitation(IssuerStore store)
{
    /// <summary>Accepts it.</summary>
    /// <param name="secret">The secret of the link.</param>
    /// <param name="way">The way to sign in that the person has shown.</param>
    /// <param name="displayName">What the person wants to be called; null for what the invitation says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// The link was used, ended, expired or altered (<see cref="Refusal.NotFound"/>), or waits for an approver
    /// (<see cref="Refusal.AccessWaits"/>).
    /// </exception>
    public Task<OpenedSession> RunAsync(string secret, NewCredential way, string? displayName, CancellationToken cancellationToken) =>
        RunAsync(
            secret,
            displayName,
            (change, person, _) =>
            {
                Credential credential = AddCredential.In(change, person, way);
                return Task.FromResult(() => SignIn.In(change, credential));
            },
            cancellationToken);

    /// <summary>
    /// Accepts it by an account at the identity provider, whose answer the caller has verified. The subject belongs to the person from now
    /// on.
    /// </summary>
    /// <param name="secret">The secret of the link.</param>
    /// <param name="answer">What the provider says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// The link opens nothing (<see cref="Refusal.NotFound"/>) or waits for an approver (<see cref="Refusal.AccessWaits"/>); the subject
    /// belongs or belonged to another person (<see cref="Refusal.AlreadyThere"/>); or the roles do not go together.
    /// </exception>
    public Task<OpenedSession> ByProviderAsync(string secret, ProviderWord answer, CancellationToken cancellationToken) => RunAsync(
        secret,
        null,
        async (change, person, before) =>
        {
            FindSubject.RequireTogether(
                person.Handle,
                answer.Roles,
                person.Roles | await PersonRoles.OfKeysAsync(change.Database, person, change.Now, cancellationToken));
            // An account at the provider does not count as a way in that is there for sure.
            await AdministratorsLeft.RequireAsync(change, before, cancellationToken);
            PersonSubject subject = await BindAsync(change, person, answer.Subject, cancellationToken);
            return () => SignIn.In(change, subject, answer);
        },
        cancellationToken);

    private async Task<OpenedSession> RunAsync(
        string secret, string? displayName, Func<Change, Person, AccessRoles, Task<Func<OpenedSession>>> addAsync,
        CancellationToken cancellationToken)
    {
        byte[] hash = RandomSecret.HasForm(secret) ? RandomSecret.HashOf(secret) : [];
        Invitation found = await store.ReadAsync(d => d.Invitations.SingleOrDefaultAsync(i => i.Hash == hash, cancellationToken))
            ?? throw Unknown();
        string handle = found.Handle;
        return await store.ChangeAsync(
            new Actor(handle, $"{Actor.ByInvitation}{found.Id}"),
            async change =>
            {
                Invitation invitation = await change.Database.Invitations.SingleOrDefaultAsync(i => i.Hash == hash, cancellationToken)
                    ?? throw Unknown();
                Person? there = await AddPerson.FindAsync(change, handle, cancellationToken);
                await RequireAsync(change, invitation, there, cancellationToken);
                (int sessions, int ways) = there is null ? (0, 0) : await ResetAsync(change, there, cancellationToken);
                AccessRoles before = there?.Roles ?? AccessRoles.None;
                Person person = there ?? AddPerson.In(change, handle);
                person.Take(invitation.Roles, change.Now);
                person.Invite(invitation.InvitedBy);
                if ((displayName ?? invitation.DisplayName) is { } name)
                {
                    person.Call(name);
                }

                // The invitation says what the person is: other roles that wait for an approver are not meant any more.
                await ApproverWord.EndAsync(change, handle, ProposalKind.Roles, cancellationToken);
                if (await HasApprovingAsync(change, person, cancellationToken))
                {
                    person.GiveApproving(change.Now);
                }

                Func<OpenedSession> begin = await addAsync(change, person, before);
                invitation.Accept(change.Now);
                change.JournalPerson("invitation.accepted", handle, invitation, new JsonObject
                {
                    ["invitedBy"] = change.Who(invitation.InvitedBy),
                    ["roles"] = person.Roles.ToString(),
                    ["sessionsEnded"] = sessions,
                    ["waysEnded"] = ways,
                });
                await AdministratorsLeft.RequireAsync(change, before & ~person.Roles, cancellationToken);
                await AccessChange.TellAsync(
                    change,
                    handle,
                    there is null
                        ? Sentence.Of($"accepted the invitation of {invitation.InvitedBy}, and signs in as {person.Roles}")
                        : Sentence.Of(
                            $"accepted the invitation of {invitation.InvitedBy}, and signs in as {person.Roles}; all that opened the "
                                + $"pages before was ended"),
                    cancellationToken);
                return begin();
            },
            cancellationToken);
    }

    private static async Task<PersonSubject> BindAsync(
        Change change, Person person, string subject, CancellationToken cancellationToken)
    {
        PersonSubject? there = await change.Database.Subjects.SingleOrDefaultAsync(s => s.Subject == subject, cancellationToken);
        return there is null ? await BindSubject.InAsync(change, person, subject, cancellationToken)
            : there.PersonId == person.Id ? there
            : throw new RefusedException(
                Refusal.AlreadyThere,
                $"This account belongs to another person here, for ever: one human must not be two people here. Sign in by it, or take "
                    + $"another way to join.");
    }

    private static async Task RequireAsync(Change change, Invitation invitation, Person? there, CancellationToken cancellationToken)
    {
        if (!invitation.IsOpenAt(change.Now))
        {
            throw Unknown();
        }

        there?.RequireOpen();
        AccessRoles all = invitation.Roles | await PersonRoles.OfKeysAsync(change.Database, there, change.Now, cancellationToken);
        PersonRoles.RequireForPages(invitation.Roles, all);
        if (invitation.IsProposed)
        {
            throw new RefusedException(
                Refusal.AccessWaits,
                $"This invitation gives access to approve, and waits for the confirmation of an approver: open the link again after it.");
        }

        // It was made before the first approval, or keys with access to approve came meanwhile.
        if (invitation.ConfirmedBy is null && await ApproverWord.IsNeededAsync(change, all, cancellationToken))
        {
            throw new RefusedException(
                Refusal.AccessWaits,
                $"Since this invitation was made, access to approve needs the confirmation of an approver: ask for a new invitation.");
        }
    }

    private static async Task<(int Sessions, int Ways)> ResetAsync(Change change, Person person, CancellationToken cancellationToken)
    {
        int sessions = await EndSessions.InAsync(change, person, _ => true, cancellationToken);
        List<Credential> ways = await change.Database.Credentials.Where(c => c.PersonId == person.Id && c.RevokedAt == null)
            .ToListAsync(cancellationToken);
        ways.ForEach(c => c.Revoke(change.Now));
        return (sessions, ways.Count);
    }

    private static async Task<bool> HasApprovingAsync(Change change, Person person, CancellationToken cancellationToken) =>
        (person.Roles | await PersonRoles.OfKeysAsync(change.Database, person, change.Now, cancellationToken))
            .HasFlag(AccessRoles.Approver);

    private static RefusedException Unknown() => new(
        Refusal.NotFound,
        $"This link was used already, was ended, has expired, or is not whole. Ask the person who invited you for a new one.");
}
