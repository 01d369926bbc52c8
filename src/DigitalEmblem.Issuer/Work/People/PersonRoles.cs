using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>One person has the roles of sessions, of all keys and of a token together: contradictions are looked for over all.</summary>
internal static class PersonRoles
{
    /// <summary>The roles of the keys of a person that are in force, or that wait for an approver; none for no person.</summary>
    public static async Task<AccessRoles> OfKeysAsync(
        IssuerContext database, Person? person, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (person is null)
        {
            return AccessRoles.None;
        }

        List<ApiKey> keys = await database.ApiKeys.Where(k => k.PersonId == person.Id && k.RevokedAt == null)
            .ToListAsync(cancellationToken);
        return keys.Where(k => k.IsInForceAt(at)).Aggregate(AccessRoles.None, (all, k) => all | k.Roles);
    }

    /// <summary>Refuses roles that are not for the pages, or do not go together with the rest.</summary>
    /// <param name="given">What sessions will open.</param>
    /// <param name="all">That, and the roles of keys.</param>
    public static void RequireForPages(AccessRoles given, AccessRoles all)
    {
        if (given.HasFlag(AccessRoles.Applicant))
        {
            throw new RefusedException(
                Refusal.Malformed, $"Applicants are machines, and have no pages: make an API key with the role Applicant.");
        }

        if (ApiKey.Contradiction(given) is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, fault);
        }

        if (ApiKey.Contradiction(all) is { } together)
        {
            throw new RefusedException(
                Refusal.Malformed, $"The person has API keys with other roles, {all} in all. {together} Revoke those keys first.");
        }
    }
}
