using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>What a key signs.</summary>
internal enum KeyUse
{
    /// <summary>Endorsements; the organization is committed to it in Certificate Transparency.</summary>
    Root = 0,

    /// <summary>Endorsements of further keys of the organization; endorsed by the root key.</summary>
    Intermediate,

    /// <summary>Emblems.</summary>
    Emblem,
}

/// <summary>What may be done with a key.</summary>
internal enum KeyState
{
    /// <summary>
    /// Made, and not in use yet. A root key in this state signs only requests to authorities and the endorsements that put it into use.
    /// </summary>
    Pending = 0,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Replaced. What it signed stays valid until it expires.</summary>
    Retired,

    /// <summary>Another party may have it. Nothing that depends on it is published any more.</summary>
    Compromised,
}

/// <summary>A key of the organization: the public key, and where the private one lives.</summary>
internal sealed class OrganizationKey : Entity
{
    private OrganizationKey()
    {
    }

    public KeyUse Use { get; private init; }

    /// <summary>The key identifier of the CWT profile, as text.</summary>
    public string Identifier { get; private init; } = "";

    public string Algorithm { get; private init; } = "";

    /// <summary>The public key, as a COSE_Key.</summary>
    public byte[] PublicKey { get; private init; } = [];

    public KeyCustody Custody { get; private init; }

    /// <summary>The reference by which its custody finds it. It is not secret.</summary>
    public string Reference { get; private init; } = "";

    public KeyState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was retired or declared compromised.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>
    /// Since when it is suspended; null if it is not. A suspended key signs nothing. Its state stays, so that it goes on where it was once
    /// it is resumed, and no other key takes its place meanwhile.
    /// </summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Who suspended it.</summary>
    public string? SuspendedBy { get; private set; }

    /// <summary>Why, in that person's words.</summary>
    public string? SuspensionReason { get; private set; }

    /// <summary>Whether it is pending or in use, so that it can sign something.</summary>
    public bool IsAlive => State is KeyState.Pending or KeyState.Active;

    public static OrganizationKey Create(KeyUse use, VerificationKey key, KeyCustody custody, string reference, DateTimeOffset at)
    {
        if (use != KeyUse.Root && custody == KeyCustody.Offline)
        {
            throw new RefusedException(Refusal.Malformed, $"Only a root key can live on another machine: the others sign every day.");
        }

        return new OrganizationKey
        {
            Id = NewId(at),
            Use = use,
            Identifier = key.CoseIdentifier.ToString(),
            Algorithm = key.Algorithm.ToString(),
            PublicKey = key.ToCoseKey(),
            Custody = custody,
            Reference = reference,
            CreatedAt = at,
        };
    }

    /// <summary>The key identifier of the JWS profile, as text.</summary>
    public string JwsIdentifier => ToVerificationKey().JwkIdentifier.ToString();

    public VerificationKey ToVerificationKey() => VerificationKey.FromCoseKey(PublicKey);

    /// <summary>Takes it into use: a root key once the organization is committed to it, another one once it is endorsed.</summary>
    public void Activate()
    {
        Require(KeyState.Pending, $"taken into use");
        RequireNotSuspended($"taken into use");
        State = KeyState.Active;
    }

    /// <summary>Replaces it in good order.</summary>
    public void Retire(DateTimeOffset at)
    {
        if (!IsAlive)
        {
            Require(KeyState.Active, $"retired");
        }

        RequireNotSuspended($"retired");
        (State, EndedAt) = (KeyState.Retired, at);
    }

    /// <summary>Ends it as compromised. This cannot be taken back: a new key is made instead.</summary>
    public void DeclareCompromised(DateTimeOffset at)
    {
        RefuseCompromised();
        (State, EndedAt) = (KeyState.Compromised, at);
        (SuspendedAt, SuspendedBy, SuspensionReason) = (null, null, null);
    }

    /// <summary>Refuses one that was declared compromised.</summary>
    public void RefuseCompromised()
    {
        if (State == KeyState.Compromised)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} was declared compromised at {EndedAt:u} already.");
        }
    }

    /// <summary>Suspends it: it signs nothing until it is resumed.</summary>
    public void Suspend(string by, string reason, DateTimeOffset at)
    {
        if (!IsAlive)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} is '{State}', and signs nothing already.");
        }

        if (SuspendedAt is { } since)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} was suspended at {since:u} already.");
        }

        (SuspendedAt, SuspendedBy, SuspensionReason) = (at, by, reason);
    }

    /// <summary>Lets it sign again.</summary>
    public void Resume()
    {
        if (SuspendedAt is null)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} is not suspended.");
        }

        (SuspendedAt, SuspendedBy, SuspensionReason) = (null, null, null);
    }

    /// <summary>Refuses one that is suspended.</summary>
    /// <param name="what">What it is not: <c>endorsed</c>, for the message.</param>
    public void RequireNotSuspended(Sentence what)
    {
        if (SuspendedAt is { } since)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"Key {Identifier} has been suspended since {since:u}, and is not {what}: resume it, or have its compromise confirmed.");
        }
    }

    /// <summary>Refuses unless it may sign for this use.</summary>
    public void RequireActive(KeyUse use)
    {
        if (Use != use)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} is of use '{Use}', and not '{use}'.");
        }

        Require(KeyState.Active, $"used");
        RequireNotSuspended($"used");
    }

    /// <summary>Refuses unless it is a root key that authorities may endorse: the one in use, or one that is to take its place.</summary>
    public void RequireEndorsableRoot()
    {
        if (Use != KeyUse.Root || State is KeyState.Retired or KeyState.Compromised)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"Key {Identifier} is a {Use} key and '{State}': authorities endorse a root key that is in use or pending. "
                    + $"Name such a one.");
        }
    }

    private void Require(KeyState state, Sentence what)
    {
        if (State != state)
        {
            throw new RefusedException(
                Refusal.WrongState, $"Key {Identifier} cannot be {what}: it is '{State}', and would have to be '{state}'.");
        }
    }
}
