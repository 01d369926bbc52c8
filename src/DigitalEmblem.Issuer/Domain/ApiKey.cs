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

/// <summary>An API key: only the hash of it is kept. The key itself is shown once.</summary>
internal sealed class ApiKey : Entity
{
    /// <summary>The prefix of the names of people from an identity provider. No API key has such a name.</summary>
    public const string OidcPrefix = "oidc:";

    public const int LongestName = 100;

    private const string Service = "service";

    private ApiKey()
    {
    }

    /// <summary>The name of its holder, for the journal. Two keys with one name are one person to the four-eyes rule.</summary>
    public string Name { get; private init; } = "";

    /// <summary>SHA-256 of the key. The key is random and long, so a slow hash would not protect it better.</summary>
    public byte[] Hash { get; private init; } = [];

    public AccessRoles Roles { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public static ApiKey Create(string name, byte[] hash, AccessRoles roles, DateTimeOffset? expiresAt, DateTimeOffset at)
    {
        if (!IsName(name)
            || name.StartsWith(OidcPrefix, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Service, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"The holder of an API key has a name of 1 to {LongestName} letters, digits and the signs . - _ @ + : "
                    + $"and single spaces between them; '{Service}' and '{OidcPrefix}…' are taken.");
        }

        if (Contradiction(roles) is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, fault);
        }

        if (expiresAt <= at)
        {
            throw new RefusedException(Refusal.Malformed, "The key would have expired already.");
        }

        return new ApiKey { Id = NewId(at), Name = name, Hash = hash, Roles = roles, CreatedAt = at, ExpiresAt = expiresAt };
    }

    /// <summary>
    /// Whether it can be a name in the journal. Characters that could make two names look like one, or one line like two, are refused.
    /// </summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name[0] != ' ' && name[^1] != ' ' && !name.Contains("  ", StringComparison.Ordinal)
            && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+' or ':' or ' ');

    /// <summary>Why these roles do not go together; null if they do.</summary>
    public static string? Contradiction(AccessRoles roles) => roles switch
    {
        AccessRoles.None => "There is at least one role: Administrator, Officer, Approver, Auditor, Applicant.",
        _ when (roles & ~(AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver | AccessRoles.Auditor
            | AccessRoles.Applicant)) != 0 => "There is no such role.",
        _ when roles.HasFlag(AccessRoles.Applicant)
            && roles != AccessRoles.Applicant => "An applicant is another organization's service, and has no other role here.",
        // An administrator who is an approver could make a key for a second approver and approve alone. If the administrator uses another
        // name, only the journal shows it (spec/issuer-api.md, four eyes).
        _ when roles.HasFlag(AccessRoles.Administrator | AccessRoles.Approver) =>
            "Anyone who makes access for others approves nothing: administrator and approver are two people.",
        _ => null,
    };

    public bool IsUsableAt(DateTimeOffset at) => RevokedAt is null && (ExpiresAt is not { } end || at < end);

    public void Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"The API key of {Name} was revoked already.");
        }

        RevokedAt = at;
    }
}
