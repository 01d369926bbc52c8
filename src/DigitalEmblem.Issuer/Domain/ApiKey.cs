using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>What a person or program may do.</summary>
[Flags]
internal enum AccessRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sets up the organization, keys, targets and access; issues nothing and approves nothing.</summary>
    Administrator = 1,

    /// <summary>Keeps assets, and issues and withdraws emblems.</summary>
    Officer = 2,

    /// <summary>Approves what this authority endorses.</summary>
    Approver = 4,

    /// <summary>Reads everything, the journal too, and changes nothing.</summary>
    Auditor = 8,

    /// <summary>
    /// Another organization's service: sends applications to this authority, and reads what became of those that it sent. Nothing else.
    /// </summary>
    Applicant = 16,
}

/// <summary>An API key of a person: only the hash of it is kept. The key itself is shown once.</summary>
internal sealed class ApiKey : Entity
{
    /// <summary>How long a key that was replaced goes on at most.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    private ApiKey()
    {
    }

    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>Whose it is.</summary>
    public Person Person { get; private init; } = null!;

    /// <summary>SHA-256 of the key. The key is random and long, so a slow hash would not protect it better.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>What it opens.</summary>
    public AccessRoles Roles { get; private init; }

    /// <summary>The zones to whose names it is bound; null if it reaches all.</summary>
    public KeyZones? Zones { get; private init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until when; null if without end.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>When it was revoked; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Whether an approver has to confirm it before it opens anything.</summary>
    public bool IsProposed { get; private set; }

    /// <summary>The beginning of the hour in which it was last used; null if it never was. More would tell when people work.</summary>
    public DateTimeOffset? LastUsedAt { get; private init; }

    /// <summary>The key that its holder put in its place; null if none.</summary>
    public Guid? ReplacedById { get; private set; }

    /// <summary>A new key of a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="hash">SHA-256 of the key.</param>
    /// <param name="roles">What it opens.</param>
    /// <param name="expiresAt">Until when; null if without end.</param>
    /// <param name="isProposed">Whether an approver has to confirm it.</param>
    /// <param name="at">The present.</param>
    /// <param name="zones">The zones to whose names it is bound; null if it reaches all.</param>
    public static ApiKey Create(
        Person person, byte[] hash, AccessRoles roles, DateTimeOffset? expiresAt, bool isProposed, DateTimeOffset at,
        KeyZones? zones = null)
    {
        person.RequireOpen();
        if (Contradiction(roles) is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, fault);
        }

        if (zones is not null && (roles & ~(AccessRoles.Officer | AccessRoles.Auditor)) != 0)
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"Only officers and auditors have names to be bound to: leave the zones out, or make a key of its own for the other "
                    + $"roles.");
        }

        if (expiresAt <= at)
        {
            throw new RefusedException(Refusal.Malformed, $"The key would have expired already.");
        }

        return new ApiKey
        {
            Id = NewId(at),
            PersonId = person.Id,
            Person = person,
            Hash = hash,
            Roles = roles,
            CreatedAt = at,
            ExpiresAt = expiresAt,
            IsProposed = isProposed,
            Zones = zones,
        };
    }

    /// <summary>Why these roles do not go together; null if they do.</summary>
    public static Sentence? Contradiction(AccessRoles roles) => roles switch
    {
        AccessRoles.None => $"There is at least one role: Administrator, Officer, Approver, Auditor, Applicant.",
        _ when (roles & ~(AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver | AccessRoles.Auditor
            | AccessRoles.Applicant)) != 0 => $"There is no such role.",
        _ when roles.HasFlag(AccessRoles.Applicant)
            && roles != AccessRoles.Applicant => $"An applicant is another organization's service, and has no other role here.",
        // An administrator who is an approver could make a key for a second approver and approve alone. If the administrator uses another
        // handle, only the journal shows it (spec/issuer-api.md, four eyes).
        _ when roles.HasFlag(AccessRoles.Administrator | AccessRoles.Approver) =>
            $"Anyone who makes access for others approves nothing: administrator and approver are two people.",
        _ => null,
    };

    /// <summary>Whether it opens the API at an instant.</summary>
    public bool IsUsableAt(DateTimeOffset at) => !IsProposed && IsInForceAt(at);

    /// <summary>Whether it opens the API at an instant, or will once an approver has confirmed it.</summary>
    public bool IsInForceAt(DateTimeOffset at) => RevokedAt is null && Person.EndedAt is null && (ExpiresAt is not { } end || at < end);

    /// <summary>The hour of an instant, by which last uses are kept.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Whether a use at an instant is not noted yet.</summary>
    public bool IsUseNewAt(DateTimeOffset at) => LastUsedAt is not { } last || last < HourOf(at);

    /// <summary>
    /// Puts a new key in its place, which opens the same and ends when this one would have ended: who holds a key cannot give it a longer
    /// life. This one ends after a while.
    /// </summary>
    /// <param name="hash">SHA-256 of the new key.</param>
    /// <param name="endsAfter">When this one ends, unless it ends before.</param>
    /// <param name="isProposed">Whether an approver has to confirm the new one.</param>
    /// <param name="at">The present.</param>
    public ApiKey Replace(byte[] hash, TimeSpan endsAfter, bool isProposed, DateTimeOffset at)
    {
        if (endsAfter <= TimeSpan.Zero || endsAfter > LongestOverlap)
        {
            throw new RefusedException(
                Refusal.Malformed, $"The key that is replaced goes on for a second to seven days (oldEndsAfterSeconds).");
        }

        if (!IsUsableAt(at) || ReplacedById is not null)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"This API key was replaced or has ended. Use the one in its place, or have an administrator give another.");
        }

        ApiKey key = Create(Person, hash, Roles, ExpiresAt, isProposed, at, Zones);
        ReplacedById = key.Id;
        ExpiresAt = ExpiresAt is { } end && end < at + endsAfter ? end : at + endsAfter;
        return key;
    }

    /// <summary>An approver confirmed it.</summary>
    public void Confirm() => IsProposed = false;

    /// <summary>Revokes it.</summary>
    public void Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"The API key of {Person.Handle} was revoked already.");
        }

        RevokedAt = at;
    }
}
