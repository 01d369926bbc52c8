namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A link by which a person joins, or comes back after losing every way to sign in. Only the hash of its secret is kept. To open it changes
/// nothing, because programs that preview links open them; a new way to sign in uses it up.
/// </summary>
internal sealed class Invitation : Entity
{
    /// <summary>It ends so long after it was made, or confirmed where an approver has to.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private Invitation()
    {
    }

    /// <summary>Who is invited. The person is made when the invitation is accepted, if there is none.</summary>
    public string Handle { get; private init; } = "";

    /// <summary>The display name that the person gets; null to leave it. Personal data: the journal does not tell it.</summary>
    public string? DisplayName { get; private init; }

    /// <summary>What the person's sessions will open.</summary>
    public AccessRoles Roles { get; private init; }

    /// <summary>Who invites.</summary>
    public string InvitedBy { get; private init; } = "";

    /// <summary>SHA-256 of the link's secret.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until when it can be accepted; null while an approver has not confirmed it.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The approver who confirmed it; null if none did or none had to.</summary>
    public string? ConfirmedBy { get; private set; }

    /// <summary>When it was accepted; null if it was not.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was ended, by a newer one or by a person; null if it was not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether an approver has to confirm it first.</summary>
    public bool IsProposed => ExpiresAt is null;

    /// <summary>A new one.</summary>
    /// <param name="handle">Who is invited.</param>
    /// <param name="roles">What the person's sessions will open.</param>
    /// <param name="displayName">The display name; null to leave it.</param>
    /// <param name="by">Who invites.</param>
    /// <param name="hash">SHA-256 of the link's secret.</param>
    /// <param name="isProposed">Whether an approver has to confirm it.</param>
    /// <param name="at">The present.</param>
    public static Invitation Create(
        string handle, AccessRoles roles, string? displayName, string by, byte[] hash, bool isProposed, DateTimeOffset at) => new()
        {
            Id = NewId(at),
            Handle = Person.Canonical(handle),
            Roles = roles,
            DisplayName = Domain.DisplayName.Checked(displayName),
            InvitedBy = by,
            Hash = hash,
            CreatedAt = at,
            ExpiresAt = isProposed ? null : at + Lifetime,
        };

    /// <summary>Whether it waits: for the person, or for an approver.</summary>
    public bool IsOpenAt(DateTimeOffset at) => AcceptedAt is null && EndedAt is null && (ExpiresAt is not { } end || at < end);

    /// <summary>An approver confirmed it: from now on it can be accepted.</summary>
    public void Confirm(string by, DateTimeOffset at) => (ConfirmedBy, ExpiresAt) = (by, at + Lifetime);

    /// <summary>Uses it up.</summary>
    public void Accept(DateTimeOffset at) => AcceptedAt = at;

    /// <summary>Ends it.</summary>
    public void End(DateTimeOffset at) => EndedAt ??= at;
}
