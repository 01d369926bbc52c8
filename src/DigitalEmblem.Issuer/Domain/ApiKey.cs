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
}

/// <summary>An API key: only the hash of it is kept. The key itself is shown once.</summary>
internal sealed class ApiKey : Entity
{
    private ApiKey()
    {
    }

    /// <summary>Whose it is; stands in the journal. Two keys of one name are one person to the four-eyes rule.</summary>
    public string Name { get; private init; } = "";

    /// <summary>SHA-256 of the key, which is random and long: a slow hash would protect nothing more.</summary>
    public byte[] Hash { get; private init; } = [];

    public AccessRoles Roles { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? ExpiresAt { get; private init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public static ApiKey Create(string name, byte[] hash, AccessRoles roles, DateTimeOffset? expiresAt, DateTimeOffset at)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl))
        {
            throw new RefusedException(Refusal.Malformed, "The holder of an API key has a name of 1 to 100 characters.");
        }

        if (roles == AccessRoles.None)
        {
            throw new RefusedException(Refusal.Malformed, "An API key has at least one role: Administrator, Officer, Approver, Auditor.");
        }

        if (expiresAt <= at)
        {
            throw new RefusedException(Refusal.Malformed, "The key would have expired already.");
        }

        return new ApiKey { Id = NewId(at), Name = name, Hash = hash, Roles = roles, CreatedAt = at, ExpiresAt = expiresAt };
    }

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
