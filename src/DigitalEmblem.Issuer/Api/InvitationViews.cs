using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An invitation, without its link.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Who is invited.</param>
/// <param name="DisplayName">The display name that the person gets.</param>
/// <param name="Roles">What the person's sessions will open.</param>
/// <param name="InvitedBy">Who invites.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it can be accepted; null while it waits for an approver.</param>
/// <param name="WaitsForApprover">Whether it waits for an approver (GET /proposals).</param>
/// <param name="ConfirmedBy">The approver who confirmed it.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="EndedAt">When it was ended.</param>
internal sealed record InvitationView(
    Guid Id,
    string Handle,
    string? DisplayName,
    IReadOnlyList<AccessRoles> Roles,
    string InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    bool WaitsForApprover,
    string? ConfirmedBy,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? EndedAt)
{
    public static InvitationView Of(Invitation i) => new(
        i.Id,
        i.Handle,
        i.DisplayName,
        Callers.Apart(i.Roles),
        i.InvitedBy,
        i.CreatedAt,
        i.ExpiresAt,
        i is { IsProposed: true, EndedAt: null },
        i.ConfirmedBy,
        i.AcceptedAt,
        i.EndedAt);
}

/// <summary>A person to be invited.</summary>
/// <param name="Handle">Who; a person of this handle who is there loses what opened the pages before.</param>
/// <param name="Roles">What the person's sessions will open; left out to keep the roles of a person who is there.</param>
/// <param name="DisplayName">The display name; left out to leave it.</param>
internal sealed record InvitationBody(string Handle, IReadOnlyList<AccessRoles>? Roles = null, string? DisplayName = null);

/// <summary>An invitation that was made.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Link">Its link. Anyone who has it becomes that person; it is shown this once.</param>
internal sealed record InvitedView(InvitationView Invitation, string Link)
{
    /// <summary>The invitation, without the link.</summary>
    public override string ToString() => Invitation.ToString();
}
