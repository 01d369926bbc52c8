using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// The last administrator stays: without one, nobody gives access any more. Those whose role the identity provider gives do not count,
/// because the service does not know them.
/// </summary>
internal static class AdministratorsLeft
{
    /// <summary>
    /// Refuses a change that takes an administrator away, if it leaves none who can sign in or has a key. The operator's command on the
    /// machine may do it all the same: it can make another.
    /// </summary>
    /// <param name="change">The change, after what it does.</param>
    /// <param name="taken">The roles that it takes away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RequireAsync(Change change, AccessRoles taken, CancellationToken cancellationToken)
    {
        if (taken.HasFlag(AccessRoles.Administrator) && !change.Actor.IsOperator && !await AnyAsync(change, cancellationToken))
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"This would leave no administrator who can sign in or has an API key, and nobody could give access any more: make another "
                    + $"administrator first. (The operator can do it on the machine of the service: 'issuer access'.)");
        }
    }

    /// <summary>Whether there is one. Entities that the change has altered count as it leaves them.</summary>
    public static async Task<bool> AnyAsync(Change change, CancellationToken cancellationToken)
    {
        List<ApiKey> keys = await change.Database.ApiKeys.Where(k => k.RevokedAt == null && k.Person.EndedAt == null)
            .ToListAsync(cancellationToken);
        if (keys.Exists(k => k.Roles.HasFlag(AccessRoles.Administrator) && k.IsUsableAt(change.Now)))
        {
            return true;
        }

        List<Credential> ways = await change.Database.Credentials.Where(c => c.RevokedAt == null && c.Person.EndedAt == null)
            .ToListAsync(cancellationToken);
        return ways.Concat(change.Database.Credentials.Local).Any(
            c => c.IsUsable && c.Person.Roles.HasFlag(AccessRoles.Administrator));
    }
}
