using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Binds a subject of the identity provider to a person.</summary>
internal sealed class BindSubject(IssuerStore store)
{
    /// <summary>Binds it to a person who is there.</summary>
    public Task<PersonSubject> RunAsync(
        Actor actor, string handle, string subject, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
            PersonSubject? there = await change.Database.Subjects.SingleOrDefaultAsync(s => s.Subject == subject, cancellationToken);
            if (there is { IsProposed: true, EndedAt: null } && there.PersonId == person.Id)
            {
                // Asked again: the approvers let the time pass, or one refused.
                await ApproverWord.EndAsync(change, there.Id, cancellationToken);
                ApproverWord.Ask(change, ProposalKind.Subject, person.Handle, there.Id, AccessRoles.None);
                return there;
            }

            return there is null
                ? await InAsync(change, person, subject, cancellationToken)
                : throw new RefusedException(
                    Refusal.AlreadyThere,
                    $"This subject belongs to {there.Person.Handle}, for ever: one human must not be two people here. "
                        + $"If it is the wrong one, end that person, and have the provider make another account.");
        },
        cancellationToken);

    /// <summary>What stands for a subject among the names that were forgotten. No handle has this form.</summary>
    public static string ForgottenAs(string subject) => $"subject:{subject}";

    /// <summary>Binds it as a part of a change. What the provider lets it do, the service does not know: it may be to approve.</summary>
    public static async Task<PersonSubject> InAsync(
        Change change, Person person, string subject, CancellationToken cancellationToken)
    {
        if (await change.Database.ForgottenNames.SingleOrDefaultAsync(cancellationToken) is { } forgotten
            && forgotten.Has(ForgottenAs(subject)))
        {
            throw new RefusedException(
                Refusal.AlreadyThere,
                $"This subject belonged to a person who was forgotten, and is not bound again: have the provider make another account.");
        }

        bool isProposed = await ApproverWord.IsNeededAsync(change, cancellationToken);
        var bound = PersonSubject.Bind(person, subject, isProposed, change.Now);
        change.Database.Add(bound);
        change.JournalPerson("person.bound", person.Handle, bound, new() { ["credential"] = PersonSubject.CredentialOf(subject) });
        if (isProposed)
        {
            ApproverWord.Ask(change, ProposalKind.Subject, person.Handle, bound.Id, AccessRoles.None);
        }
        else
        {
            person.GiveApproving(change.Now);
        }

        await AccessChange.TellAsync(
            change,
            person.Handle,
            isProposed
                ? Sentence.Of($"can come by the identity provider; to approve it waits for an approver's confirmation")
                : Sentence.Of($"can come by the identity provider"),
            cancellationToken);
        return bound;
    }
}
