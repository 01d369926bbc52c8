using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Begins sessions. All failures read alike: null. Slowing down those who guess is the pages' part.</summary>
internal sealed class SignIn(IssuerStore store, FindSubject subjects, TimeProvider clock)
{
    /// <summary>By a password and a code.</summary>
    /// <param name="handle">Whose.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">The code.</param>
    /// <param name="open">Opens the sealed key of the codes; null if it cannot be opened.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSession?> ByPasswordAsync(
        string handle, string password, string code, Func<byte[], byte[]?> open, CancellationToken cancellationToken) => await BeginAsync(
            await ProvenWay.ByPasswordAsync(store, handle, password, code, open, clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>By a passkey whose signature ASP.NET Core Identity has verified.</summary>
    /// <param name="passkeyId">Its own identity.</param>
    /// <param name="signCount">The counter in the signature.</param>
    /// <param name="isBackedUp">Whether it was copied, as the signature says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSession?> ByPasskeyAsync(
        byte[] passkeyId, uint signCount, bool isBackedUp, CancellationToken cancellationToken) => await BeginAsync(
            await ProvenWay.ByPasskeyAsync(store, passkeyId, signCount, isBackedUp, cancellationToken), cancellationToken);

    /// <summary>By the identity provider, whose answer the caller has verified.</summary>
    /// <param name="answer">What the provider says.</param>
    /// <param name="make">Whether a person is made for a subject that is bound to none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// The subject is bound to no person (<see cref="Refusal.NotFound"/>) or to one who ended; the person has no role
    /// (<see cref="Refusal.RoleMissing"/>); or the roles do not go together.
    /// </exception>
    public async Task<OpenedSession> ByProviderAsync(ProviderWord answer, bool make, CancellationToken cancellationToken)
    {
        PersonSubject bound = await subjects.BoundAsync(answer.Subject, make, cancellationToken);
        if ((answer.Roles == AccessRoles.None ? bound.Person.Roles : answer.Roles) is AccessRoles.None or AccessRoles.Applicant)
        {
            throw new RefusedException(
                Refusal.RoleMissing, $"{bound.Person.Handle} has no role for the pages, from the identity provider or here.");
        }

        await subjects.RequireTogetherAsync(bound.Person, answer.Roles, clock.GetUtcNow(), cancellationToken);
        return await store.ChangeAsync(
            new Actor(bound.Person.Handle, PersonSubject.CredentialOf(answer.Subject)),
            async change => In(change, await change.GetAsync<PersonSubject>(bound.Id, null, cancellationToken), answer),
            cancellationToken);
    }

    /// <summary>Begins one by the identity provider as a part of a change.</summary>
    public static OpenedSession In(Change change, PersonSubject subject, ProviderWord answer)
    {
        string token = RandomSecret.New();
        var session = Session.Begin(subject, answer.Roles, answer.ShownAt, RandomSecret.HashOf(token), change.Now);
        change.Database.Add(session);
        change.JournalPerson("session.started", subject.Person.Handle, session);
        return new OpenedSession(session, token);
    }

    /// <summary>Begins one as a part of a change.</summary>
    public static OpenedSession In(Change change, Credential way)
    {
        string token = RandomSecret.New();
        var session = Session.Begin(way, RandomSecret.HashOf(token), change.Now);
        change.Database.Add(session);
        change.JournalPerson("session.started", way.Person.Handle, session);
        return new OpenedSession(session, token);
    }

    private async Task<OpenedSession?> BeginAsync(ProvenWay? proven, CancellationToken cancellationToken) => proven is null
        ? null
        : await store.ChangeAsync(
            new Actor(proven.Credential.Person.Handle, $"{Actor.ByWay}{proven.Credential.Id}"),
            async change => await proven.UseAsync(change, cancellationToken) is { } way ? In(change, way) : null,
            cancellationToken);
}
