using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Finds the session of a token, at each request, so that one that was ended opens nothing from then on, at every instance.
/// </summary>
internal sealed class FindSession(IssuerStore store, TimeProvider clock)
{
    /// <summary>The session, with its person; null if there is none that is open. Notes that it was used.</summary>
    public async Task<Session?> RunAsync(string? token, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Session? session = await ReadAsync(store, token, cancellationToken);
        if (session?.IsOpenAt(now) != true)
        {
            return null;
        }

        if (session.ProviderRoles is { } given && ApiKey.Contradiction(given | await RolesHereAsync(session.Person, now, cancellationToken))
            is not null)
        {
            // Since the person signed in, keys or roles came that do not go together with those of the provider.
            return null;
        }

        return session.IsToBeSeenAt(now) ? await SeeAsync(session.Id, cancellationToken) : session;
    }

    /// <summary>Whose the session of a token is, or was; null if there is none, or if it ended so long ago that it is removed.</summary>
    public async Task<string?> OwnerAsync(string? token, CancellationToken cancellationToken) =>
        (await ReadAsync(store, token, cancellationToken))?.Person.Handle;

    /// <summary>The session of a token, whether it is open or not; null if there is none.</summary>
    public static Task<Session?> ReadAsync(IssuerStore store, string? token, CancellationToken cancellationToken)
    {
        if (!RandomSecret.HasForm(token))
        {
            return Task.FromResult<Session?>(null);
        }

        byte[] hash = RandomSecret.HashOf(token!);
        return store.ReadAsync(d => d.Sessions.SingleOrDefaultAsync(s => s.Hash == hash, cancellationToken));
    }

    private async Task<AccessRoles> RolesHereAsync(Person person, DateTimeOffset at, CancellationToken cancellationToken) =>
        person.Roles | await store.ReadAsync(d => PersonRoles.OfKeysAsync(d, person, at, cancellationToken));

    // The service itself writes it: a person who only reads is no reason to wake the rounds of work.
    private Task<Session?> SeeAsync(Guid id, CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            if (await change.Database.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } session
                || !session.IsOpenAt(change.Now))
            {
                return null;
            }

            session.See(change.Now);
            return session;
        },
        cancellationToken);
}
