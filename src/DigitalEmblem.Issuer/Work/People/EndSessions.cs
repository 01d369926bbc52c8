using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Ends sessions: the next request of each is refused, at every instance.</summary>
internal sealed class EndSessions(IssuerStore store)
{
    /// <summary>Ends one session of the actor.</summary>
    /// <exception cref="RefusedException">There is none, or it is another person's.</exception>
    public Task<Session> OwnAsync(Actor actor, Guid id, CancellationToken cancellationToken) => OneAsync(
        actor, id, s => FourEyes.SamePerson(s.Person.Handle, actor.Name), cancellationToken);

    /// <summary>Ends one session of any person; for administrators.</summary>
    public Task<Session> OneAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        OneAsync(actor, id, _ => true, cancellationToken);

    /// <summary>
    /// Ends the session of a token when its browser goes over to another session: nobody could end it there any more, and a copy of the
    /// token would open the pages for hours.
    /// </summary>
    /// <param name="token">The token that the browser held; null if it held none.</param>
    /// <param name="next">The session that it holds from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task LeftAsync(string? token, Session next, CancellationToken cancellationToken)
    {
        if (await FindSession.ReadAsync(store, token, cancellationToken) is { EndedAt: null } left && left.Id != next.Id)
        {
            await OneAsync(left.Actor, left.Id, _ => true, cancellationToken);
        }
    }

    /// <summary>Ends all sessions of a person.</summary>
    /// <param name="actor">Who: the person, or an administrator; the caller has looked.</param>
    /// <param name="handle">The person.</param>
    /// <param name="except">A session that goes on, in which the person asks for it; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were open.</returns>
    public Task<int> OfPersonAsync(Actor actor, string handle, Guid? except, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Person person = await AddPerson.RequireAsync(change, handle, cancellationToken);
            int count = await InAsync(change, person, s => s.Id != except, cancellationToken);
            if (count > 0)
            {
                change.JournalPerson("session.ended", person.Handle, null, new JsonObject { ["sessions"] = count });
            }

            return count;
        },
        cancellationToken);

    /// <summary>Ends those sessions of a person as a part of a change, which writes the line.</summary>
    public static async Task<int> InAsync(
        Change change, Person person, Func<Session, bool> which, CancellationToken cancellationToken)
    {
        List<Session> open = (await change.Database.Sessions.Where(s => s.PersonId == person.Id && s.EndedAt == null)
            .ToListAsync(cancellationToken)).FindAll(s => which(s));
        open.ForEach(s => s.End(change.Now));
        return open.Count;
    }

    private Task<Session> OneAsync(Actor actor, Guid id, Func<Session, bool> may, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Session session = await change.GetAsync<Session>(id, null, cancellationToken);
            if (!may(session))
            {
                throw new RefusedException(Refusal.NotFound, $"There is no Session {id}.");
            }

            if (session.EndedAt is null)
            {
                session.End(change.Now);
                change.JournalPerson("session.ended", session.Person.Handle, session);
            }

            return session;
        },
        cancellationToken);
}
