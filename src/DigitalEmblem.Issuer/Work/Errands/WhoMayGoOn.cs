using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>
/// Whether an errand goes on, by who started it: it does so while that person may still do what it does. A withdrawal always goes on,
/// because an emblem that stays published by mistake is worse than one that was withdrawn.
/// </summary>
internal static class WhoMayGoOn
{
    /// <summary>Whether it goes on.</summary>
    /// <remarks>
    /// A session that is over does not end an errand, because people sign out while it is at work; a key that was revoked does, because it
    /// may have been in other hands. The roles of a token of the identity provider are not known here afterwards: the person counts then.
    /// </remarks>
    public static async Task<bool> RunAsync(IssuerContext database, Errand errand, CancellationToken cancellationToken)
    {
        // The service itself and the operator's commands have no person.
        if (errand.Kind == ErrandKind.Withdraw || errand.ActorCredential is not { } credential || errand.Actor.IsOperator)
        {
            return true;
        }

        if (await database.Persons.SingleOrDefaultAsync(p => p.Handle == errand.ActorName, cancellationToken)
            is not { EndedAt: null } person)
        {
            return false;
        }

        if (Guid.TryParse(credential, out Guid key))
        {
            return await database.ApiKeys.AnyAsync(k => k.Id == key && k.RevokedAt == null, cancellationToken);
        }

        if (!credential.StartsWith(Actor.BySession, StringComparison.Ordinal))
        {
            return true;
        }

        // Sessions that ended are removed after a while.
        Session? session = Guid.TryParse(credential.AsSpan(Actor.BySession.Length), out Guid id)
            ? await database.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken)
            : null;
        return (session?.ProviderRoles ?? person.Roles).HasFlag(AccessRoles.Officer);
    }
}
