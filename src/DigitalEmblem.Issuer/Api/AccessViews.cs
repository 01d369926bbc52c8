using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An API key, without itself.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">The handle of the person whose it is.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when; null if without end.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="WaitsForApprover">Whether it opens nothing until an approver has confirmed it (GET /proposals).</param>
/// <param name="LastUsedAt">The beginning of the hour in which it was last used; null if it never was.</param>
/// <param name="ReplacedBy">The key that its holder put in its place; null if none.</param>
/// <param name="Zones">The zones to whose names it is bound; empty if it reaches every name.</param>
internal sealed record AccessView(
    Guid Id,
    string Name,
    IReadOnlyList<AccessRoles> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    bool WaitsForApprover,
    DateTimeOffset? LastUsedAt,
    Guid? ReplacedBy,
    IReadOnlyList<string> Zones)
{
    public static AccessView Of(ApiKey k) => new(
        k.Id,
        k.Person.Handle,
        Callers.Apart(k.Roles),
        k.CreatedAt,
        k.ExpiresAt,
        k.RevokedAt,
        k is { IsProposed: true, RevokedAt: null },
        k.LastUsedAt,
        k.ReplacedById,
        Texts(k.Zones));

    /// <summary>Zones one by one; none for a key that is not bound.</summary>
    public static IReadOnlyList<string> Texts(KeyZones? zones) => [.. zones?.Zones.Select(z => z.ToString()) ?? []];
}

/// <summary>Access to be given. With zones, the key reaches the names at these and below them, and no others.</summary>
internal sealed record AccessBody(
    string Name, IReadOnlyList<AccessRoles> Roles, DateTimeOffset? ExpiresAt = null, IReadOnlyList<string>? Zones = null);

/// <summary>Access that was given.</summary>
/// <param name="Access">The entry.</param>
/// <param name="Key">The key. Anyone who has it has the access; it is shown this once.</param>
internal sealed record AccessGivenView(AccessView Access, string Key)
{
    /// <summary>The entry, without the key.</summary>
    public override string ToString() => Access.ToString();
}

/// <summary>How the caller's own key is to be replaced.</summary>
/// <param name="OldEndsAfterSeconds">When the key that calls ends: after 1 to 604,800 seconds, or at its own end if that is before.</param>
internal sealed record RotationBody(long OldEndsAfterSeconds);

/// <summary>A key in the place of another.</summary>
/// <param name="Access">The new one.</param>
/// <param name="Key">The new key itself. Anyone who has it has the access; it is shown this once.</param>
/// <param name="Old">The one that called, with its new end.</param>
internal sealed record RotatedView(AccessView Access, string Key, AccessView Old)
{
    /// <summary>The entry, without the key.</summary>
    public override string ToString() => Access.ToString();
}
