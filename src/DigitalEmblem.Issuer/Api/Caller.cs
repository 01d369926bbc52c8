using System.Security.Claims;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The caller.</summary>
/// <param name="Actor">Who calls, for the journal.</param>
/// <param name="Roles">The roles.</param>
internal sealed record Caller(Actor Actor, AccessRoles Roles)
{
    private const string ZonesClaim = "zones";

    /// <summary>The header with which a call that changes something says why. The journal keeps it.</summary>
    public const string ReasonHeader = "Reason";

    private const int LongestReason = 200;

    /// <summary>Whether the caller may see only what it sent in itself.</summary>
    public bool SeesOwnOnly => (Roles & Callers.Readers) == 0;

    /// <summary>Reads it from an authorized call.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context)
    {
        Caller caller = Of(context.User);
        return ValueTask.FromResult(context.Request.Headers[ReasonHeader] switch
        {
            [] => caller,
            [{ Length: > 0 and <= LongestReason } reason] when !reason.Any(char.IsControl) =>
                caller with { Actor = caller.Actor with { Reason = reason } },
            _ => throw new ApiException(
                ProblemKind.Malformed, $"{ReasonHeader} is there once, with 1 to {LongestReason} characters (UTF-8)."),
        });
    }

    public static Caller Of(ClaimsPrincipal user) => new(
        user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? new Actor(name, user.FindFirstValue(ClaimTypes.Sid))
            : throw new ApiException(ProblemKind.Unauthenticated, "Nobody is named in this call."),
        Callers.Each.Where(r => user.IsInRole(r.ToString())).Aggregate(AccessRoles.None, (all, r) => all | r));

    /// <summary>The zones that the caller's API key is bound to; null if it reaches every name.</summary>
    public static KeyZones? ZonesOf(ClaimsPrincipal user) =>
        user.FindFirstValue(ZonesClaim) is { } zones ? KeyZones.Parse(zones) : null;

    /// <summary>A caller in the form that ASP.NET Core takes.</summary>
    public static ClaimsPrincipal Principal(
        string name, string credential, AccessRoles roles, string scheme, DateTimeOffset? until = null, KeyZones? zones = null) => new(
        new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, name),
                new Claim(ClaimTypes.Sid, credential),
                .. until is { } end ? (Claim[])[new Claim(ClaimTypes.Expiration, InstantConverter.Text(end))] : [],
                .. zones is not null ? (Claim[])[new Claim(ZonesClaim, zones.ToString())] : [],
                .. Callers.NamesOf(roles).Select(r => new Claim(ClaimTypes.Role, r)),
            ],
            scheme));
}
