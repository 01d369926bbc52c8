namespace DigitalEmblem.Issuer.Domain;

/// <summary>A way in which a person signs in.</summary>
internal sealed class Credential : Entity
{
    /// <summary>The longest name that its owner gives it.</summary>
    public const int LongestName = 100;

    private Credential()
    {
    }

    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>Whose it is.</summary>
    public Person Person { get; private init; } = null!;

    /// <summary>What it is.</summary>
    public CredentialKind Kind { get; private init; }

    /// <summary>What its owner calls it; null for nothing. Personal data: the journal does not tell it.</summary>
    public string? Name { get; private init; }

    /// <summary>The passkey's own identity (credential ID); null for a password.</summary>
    public byte[]? PasskeyId { get; private init; }

    /// <summary>The passkey's public key (COSE); null for a password.</summary>
    public byte[]? PublicKey { get; private init; }

    /// <summary>The counter of the passkey's signatures; zero where it counts none.</summary>
    public long SignCount { get; private set; }

    /// <summary>How browsers reach the authenticator, with commas between; null if it did not say.</summary>
    public string? Transports { get; private init; }

    /// <summary>Whether the authenticator verified the person when the passkey was made.</summary>
    public bool IsUserVerified { get; private init; }

    /// <summary>Whether the passkey can be copied to other devices.</summary>
    public bool IsBackupEligible { get; private init; }

    /// <summary>Whether it was copied, as the authenticator said last.</summary>
    public bool IsBackedUp { get; private set; }

    /// <summary>The hash of the password, with its salt; null for a passkey.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>The key of the codes, sealed by the pages: the domain cannot read it. Null for a passkey.</summary>
    public byte[]? CodeKey { get; private init; }

    /// <summary>The last time step whose code was used; one that is not later is refused. Null for a passkey.</summary>
    public long? LastStep { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was last used to sign in or for a step-up; null if not since it was made.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>When it was taken away; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Whether its person can sign in by it.</summary>
    public bool IsUsable => RevokedAt is null && Person.EndedAt is null;

    /// <summary>A passkey of a person.</summary>
    public static Credential OfPasskey(Person person, PasskeyFacts passkey, string? name, DateTimeOffset at)
    {
        person.RequireOpen();
        if (!passkey.IsUserVerified)
        {
            throw new RefusedException(
                Refusal.Malformed, $"The passkey did not verify who you are (PIN, fingerprint or face): use one that does.");
        }

        return new Credential
        {
            Id = NewId(at),
            PersonId = person.Id,
            Person = person,
            Kind = CredentialKind.Passkey,
            Name = DisplayName.Checked(name),
            PasskeyId = passkey.Id,
            PublicKey = passkey.PublicKey,
            SignCount = passkey.SignCount,
            Transports = passkey.Transports,
            IsUserVerified = passkey.IsUserVerified,
            IsBackupEligible = passkey.IsBackupEligible,
            IsBackedUp = passkey.IsBackedUp,
            CreatedAt = at,
        };
    }

    /// <summary>A password of a person, with a code.</summary>
    /// <param name="person">The person.</param>
    /// <param name="hash">The hash of the password.</param>
    /// <param name="codeKey">The key of the codes, sealed.</param>
    /// <param name="step">The time step of the code by which the person has shown that the key is in place.</param>
    /// <param name="at">The present.</param>
    public static Credential OfPassword(Person person, string hash, byte[] codeKey, long step, DateTimeOffset at)
    {
        person.RequireOpen();
        return new Credential
        {
            Id = NewId(at),
            PersonId = person.Id,
            Person = person,
            Kind = CredentialKind.PasswordWithCode,
            PasswordHash = hash,
            CodeKey = codeKey,
            LastStep = step,
            CreatedAt = at,
        };
    }

    /// <summary>Uses the code of a time step.</summary>
    /// <returns>False if this code, or a later one, was used before.</returns>
    public bool TryUseStep(long step, DateTimeOffset at)
    {
        if (!IsUsable || Kind != CredentialKind.PasswordWithCode || step <= LastStep)
        {
            return false;
        }

        (LastStep, LastUsedAt) = (step, at);
        return true;
    }

    /// <summary>Uses the passkey, whose signature the caller has verified.</summary>
    /// <returns>False if its counter did not go up: then there may be a copy of it.</returns>
    public bool TryUsePasskey(long signCount, bool isBackedUp, DateTimeOffset at)
    {
        if (!IsUsable || Kind != CredentialKind.Passkey || ((signCount > 0 || SignCount > 0) && signCount <= SignCount))
        {
            return false;
        }

        (SignCount, IsBackedUp, LastUsedAt) = (signCount, isBackedUp, at);
        return true;
    }

    /// <summary>Keeps the same password by a newer way of hashing.</summary>
    public void Rehash(string hash) => PasswordHash = hash;

    /// <summary>Takes it away.</summary>
    public void Revoke(DateTimeOffset at)
    {
        if (RevokedAt is { } revoked)
        {
            throw new RefusedException(Refusal.WrongState, $"This way to sign in was taken away at {revoked:u} already.");
        }

        RevokedAt = at;
    }
}
