using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Whether a person with access to approve may approve now, by session, key or token alike: applications, their signing, revocations, and
/// access of other approvers.
/// </summary>
/// <param name="wait">So long after it was given or reset, access to approve approves nothing (Access:ApproverWait).</param>
/// <param name="byProviderOnly">Whether approvals need the identity provider (Access:ApproversByProviderOnly).</param>
internal sealed class MayApprove(TimeSpan wait, bool byProviderOnly = false)
{
    /// <summary>Refuses unless the actor of the change may approve.</summary>
    /// <returns>Whether it is before the first approval here, when nobody waits.</returns>
    public async Task<bool> RequireAsync(Change change, CancellationToken cancellationToken)
    {
        Actor actor = change.Actor;
        (PersonSubject? subject, bool byProvider) = await ProviderOfAsync(change, cancellationToken);
        if (byProviderOnly && !byProvider)
        {
            throw new RefusedException(
                Refusal.ProviderOnly,
                $"Approvals need the identity provider here (Access:ApproversByProviderOnly), so that those who make API keys and "
                    + $"invitations cannot approve by them: approve with its token, or sign in by it.");
        }

        if (!await ApproverWord.IsNeededAsync(change, cancellationToken))
        {
            return true;
        }

        if (Person.IsHandle(actor.Name) && await AddPerson.FindAsync(change, actor.Name, cancellationToken)
            is { EndedAt: null, ApproverSince: { } since } person)
        {
            RefuseUnconfirmed(person, subject);
            RefuseNew(person, since, change.Now);
            return false;
        }

        throw new RefusedException(
            Refusal.AccessWaits,
            $"{actor.Name} is no person here to whom access to approve was given, so it approves nothing: an administrator invites the "
                + $"person or binds the subject of the provider, and another approver confirms it.");
    }

    /// <summary>
    /// Until when the access of a person to approve approves nothing, once two people have approved here; null if it does.
    /// </summary>
    public DateTimeOffset? WaitsUntil(Person person, DateTimeOffset now) =>
        person.ApproverSince is { } since && now < since + wait ? since + wait : null;

    private static void RefuseUnconfirmed(Person person, PersonSubject? subject)
    {
        if (subject?.IsProposed == true)
        {
            throw new RefusedException(
                Refusal.AccessWaits,
                $"This subject of {person.Handle} was bound after the first approval here, and no approver has confirmed it: it "
                    + $"approves nothing until another approver does.");
        }
    }

    private void RefuseNew(Person person, DateTimeOffset since, DateTimeOffset now)
    {
        if (now < since + wait)
        {
            throw new RefusedException(
                Refusal.AccessWaits,
                $"The access of {person.Handle} to approve was given or reset at {since:u}, and approves nothing until {since + wait:u} "
                    + $"(Access:ApproverWait), so that others see it first. Until then another approver acts.");
        }
    }

    private static async Task<(PersonSubject? Subject, bool ByProvider)> ProviderOfAsync(Change change, CancellationToken cancellationToken)
    {
        string credential = change.Actor.Credential ?? "";
        if (credential.StartsWith(Actor.ByProvider, StringComparison.Ordinal))
        {
            string handle = change.Actor.Name;
            List<PersonSubject> all = await change.Database.Subjects.Where(s => s.Person.Handle == handle).ToListAsync(cancellationToken);
            return (all.Find(s => PersonSubject.CredentialOf(s.Subject) == credential), true);
        }

        return credential.StartsWith(Actor.BySession, StringComparison.Ordinal)
            && Guid.TryParse(credential.AsSpan(Actor.BySession.Length), out Guid id)
            && await change.Database.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { SubjectId: { } by }
                ? (await change.Database.Subjects.SingleOrDefaultAsync(s => s.Id == by, cancellationToken), true)
                : (null, false);
    }
}
