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
internal sealed record AccessView(
    Guid Id,
    string Name,
    IReadOnlyList<AccessRoles> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    bool WaitsForApprover)
{
    public static AccessView Of(ApiKey k) => new(
        k.Id,
        k.Person.Handle,
        Callers.Apart(k.Roles),
        k.CreatedAt,
        k.ExpiresAt,
        k.RevokedAt,
        k is { IsProposed: true, RevokedAt: null });
}

/// <summary>Access to be given.</summary>
internal sealed record AccessBody(string Name, IReadOnlyList<AccessRoles> Roles, DateTimeOffset? ExpiresAt = null);

/// <summary>Access that was given.</summary>
/// <param name="Access">The entry.</param>
/// <param name="Key">The key. Anyone who has it has the access; it is shown this once.</param>
internal sealed record AccessGivenView(AccessView Access, string Key)
{
    /// <summary>The entry, without the key.</summary>
    public override string ToString() => Access.ToString();
}
