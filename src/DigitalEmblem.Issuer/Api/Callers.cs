using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Which roles may call an endpoint. An endpoint without roles needs an authenticated caller, and a test demands a decision for each.
/// </summary>
internal static class Callers
{
    /// <summary>The roles that may read everything except access and the journal.</summary>
    public const AccessRoles Readers = AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver | AccessRoles.Auditor;

    /// <summary>The roles that may read access and the journal.</summary>
    public const AccessRoles Overseers = AccessRoles.Administrator | AccessRoles.Auditor;

    /// <summary>All who are known: what concerns the caller alone.</summary>
    public const AccessRoles Everyone = Readers | AccessRoles.Applicant;

    /// <summary>Each role by itself.</summary>
    public static readonly IReadOnlyList<AccessRoles> Each =
        [AccessRoles.Administrator, AccessRoles.Officer, AccessRoles.Approver, AccessRoles.Auditor, AccessRoles.Applicant];

    /// <summary>Lets an endpoint be called by those who have one of these roles.</summary>
    public static TBuilder By<TBuilder>(this TBuilder endpoint, AccessRoles roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(p => p.RequireRole(NamesOf(roles)));

    /// <summary>
    /// Lets keys that are bound to zones call an endpoint: it reads and changes names, through the zones (<see cref="ZonesInForce"/>).
    /// </summary>
    public static TBuilder WithinZones<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Api.WithinZones.Rows);

    /// <summary>Lets keys that are bound to zones call an endpoint: it touches no name.</summary>
    public static TBuilder WithoutNames<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Api.WithinZones.NoNames);

    /// <summary>The names of roles, as claims and the API write them.</summary>
    public static string[] NamesOf(AccessRoles roles) => [.. Each.Where(r => roles.HasFlag(r)).Select(r => r.ToString())];

    /// <summary>Roles one by one, as the API lists them.</summary>
    public static IReadOnlyList<AccessRoles> Apart(AccessRoles roles) => [.. Each.Where(r => roles.HasFlag(r))];

    /// <summary>Roles that a body lists, as one.</summary>
    public static AccessRoles Together(IEnumerable<AccessRoles> roles) => roles.Aggregate(AccessRoles.None, (all, r) => all | r);

    /// <summary>The roles that an endpoint's metadata allows; none if it names no roles.</summary>
    public static AccessRoles RolesOf(IEnumerable<object> metadata)
    {
        AccessRoles? roles = null;
        foreach (AccessRoles let in metadata.Select(Let).OfType<AccessRoles>())
        {
            roles = roles is { } before ? before & let : let;
        }

        return roles ?? AccessRoles.None;
    }

    private static AccessRoles? Let(object metadata) => metadata switch
    {
        AuthorizationPolicy policy when policy.Requirements.OfType<RolesAuthorizationRequirement>().ToArray() is { Length: > 0 } required =>
            required.Aggregate(Readers | AccessRoles.Applicant, (all, r) => all & Parse(r.AllowedRoles)),
        IAuthorizeData { Policy: { } name } => Parse([name]),
        _ => null,
    };

    private static AccessRoles Parse(IEnumerable<string> names) =>
        names.Aggregate(AccessRoles.None, (all, n) => all | Enum.Parse<AccessRoles>(n));
}
