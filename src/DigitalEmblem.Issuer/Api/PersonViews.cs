using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A person or program that may call.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Its name in the journal.</param>
/// <param name="DisplayName">What people call it; null if it has no such name.</param>
/// <param name="Roles">What its sessions open; those of its API keys stand there (GET /access).</param>
/// <param name="RolesSince">Since when it has these roles.</param>
/// <param name="ApproverSince">When access to approve was last given or reset, by any way of access.</param>
/// <param name="InvitedBy">Who invited it.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="EndedAt">When it ended, with all access; null if it has not.</param>
internal sealed record PersonView(
    Guid Id,
    string Handle,
    string? DisplayName,
    IReadOnlyList<AccessRoles> Roles,
    DateTimeOffset? RolesSince,
    DateTimeOffset? ApproverSince,
    string? InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt)
{
    public static PersonView Of(Person p) => new(
        p.Id,
        p.Handle,
        p.DisplayName,
        Callers.Apart(p.Roles),
        p.RolesSince,
        p.ApproverSince,
        p.InvitedBy,
        p.CreatedAt,
        p.EndedAt);
}

/// <summary>A subject of the identity provider.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Whose it is.</param>
/// <param name="Subject">The subject, as the provider writes it.</param>
/// <param name="Credential">What stands for it in the journal.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="EndedAt">When it ended, with its person; null if it has not.</param>
/// <param name="WaitsForApprover">Whether it approves nothing until an approver has confirmed it (GET /proposals).</param>
internal sealed record SubjectView(
    Guid Id, string Handle, string Subject, string Credential, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, bool WaitsForApprover)
{
    public static SubjectView Of(PersonSubject s) => new(
        s.Id,
        s.Person.Handle,
        s.Subject,
        PersonSubject.CredentialOf(s.Subject),
        s.CreatedAt,
        s.EndedAt,
        s is { IsProposed: true, EndedAt: null });
}

/// <summary>A person to be made.</summary>
internal sealed record PersonBody(string Handle, string? DisplayName = null);

/// <summary>What people call a person; null for nothing.</summary>
internal sealed record DisplayNameBody(string? DisplayName);

/// <summary>Roles of a person's sessions.</summary>
internal sealed record RolesBody(IReadOnlyList<AccessRoles> Roles);

/// <summary>A change of roles.</summary>
/// <param name="Person">The person, as it is now.</param>
/// <param name="Proposal">What waits for an approver; null if the change was made.</param>
internal sealed record RolesChangeView(PersonView Person, ProposalView? Proposal);

/// <summary>A key to be made for a person. With zones, it reaches the names at these and below them, and no others.</summary>
internal sealed record PersonKeyBody(
    IReadOnlyList<AccessRoles> Roles, DateTimeOffset? ExpiresAt = null, IReadOnlyList<string>? Zones = null);

/// <summary>A subject to be bound.</summary>
internal sealed record SubjectBody(string Subject);

/// <summary>A person who was forgotten.</summary>
/// <param name="Pseudonym">What the journal calls the person by; nothing leads from it to the name any more.</param>
internal sealed record ForgottenView(string Pseudonym);
