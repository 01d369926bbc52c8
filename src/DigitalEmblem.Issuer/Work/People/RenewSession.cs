using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Renews a session when its person shows anew who they are (step-up): it gets another token, and the one before is of no use. It ends when
/// it would have ended. Null for every failure; the session goes on then.
/// </summary>
internal sealed class RenewSession(IssuerStore store, TimeProvider clock)
{
    /// <summary>By the person's password and a code.</summary>
    /// <param name="token">The session's token.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">The code.</param>
    /// <param name="open">Opens the sealed key of the codes; null if it cannot be opened.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSession?> ByPasswordAsync(
        string token, string password, string code, Func<byte[], byte[]?> open, CancellationToken cancellationToken) =>
        await FindSession.ReadAsync(store, token, cancellationToken) is { } session
            ? await RenewAsync(
                token,
                await ProvenWay.ByPasswordAsync(
                    store, session.Person.Handle, password, code, open, clock.GetUtcNow(), cancellationToken),
                cancellationToken)
            : null;

    /// <summary>By a passkey of the person, whose signature ASP.NET Core Identity has verified.</summary>
    /// <param name="token">The session's token.</param>
    /// <param name="passkeyId">The passkey's own identity.</param>
    /// <param name="signCount">The counter in the signature.</param>
    /// <param name="isBackedUp">Whether it was copied, as the signature says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSession?> ByPasskeyAsync(
        string token, byte[] passkeyId, uint signCount, bool isBackedUp, CancellationToken cancellationToken) => await RenewAsync(
            token,
            await ProvenWay.ByPasskeyAsync(store, passkeyId, signCount, isBackedUp, cancellationToken),
            cancellationToken);

    /// <summary>By the identity provider, whose answer to a fresh sign-in (<c>auth_time</c>) the caller has verified.</summary>
    /// <param name="token">The session's token.</param>
    /// <param name="answer">What the provider says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSession?> ByProviderAsync(string token, ProviderWord answer, CancellationToken cancellationToken) =>
        answer.ShownAt is { } shownAt
        && await store.ReadAsync(d => d.Subjects.SingleOrDefaultAsync(s => s.Subject == answer.Subject, cancellationToken))
            is { EndedAt: null } bound
            ? await RenewAsync(
                token,
                new Actor(bound.Person.Handle, PersonSubject.CredentialOf(answer.Subject)),
                bound.PersonId,
                null,
                (session, hash, at) => session.Renew(answer.Roles, shownAt, hash, at),
                cancellationToken)
            : null;

    private async Task<OpenedSession?> RenewAsync(string token, ProvenWay? proven, CancellationToken cancellationToken) => proven is null
        ? null
        : await RenewAsync(
            token,
            new Actor(proven.Credential.Person.Handle, $"{Actor.ByWay}{proven.Credential.Id}"),
            proven.Credential.PersonId,
            proven,
            (session, hash, at) => session.Renew(hash, at),
            cancellationToken);

    private async Task<OpenedSession?> RenewAsync(
        string token, Actor actor, Guid personId, ProvenWay? proven, Action<Session, byte[], DateTimeOffset> renew,
        CancellationToken cancellationToken)
    {
        if (!RandomSecret.HasForm(token))
        {
            return null;
        }

        byte[] hash = RandomSecret.HashOf(token);
        string next = RandomSecret.New();
        return await store.ChangeAsync(
            actor,
            async change =>
            {
                Session? session = await change.Database.Sessions.SingleOrDefaultAsync(s => s.Hash == hash, cancellationToken);
                if (session is null || session.PersonId != personId || !session.IsOpenAt(change.Now)
                    || (proven is not null && await proven.UseAsync(change, cancellationToken) is null))
                {
                    return null;
                }

                renew(session, RandomSecret.HashOf(next), change.Now);
                change.JournalPerson("session.renewed", session.Person.Handle, session);
                return new OpenedSession(session, next);
            },
            cancellationToken);
    }
}
