using DigitalEmblem.Issuer.Custody;

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

    public static OrganizationKey Create(KeyUse use, VerificationKey key, KeyCustody custody, string reference, DateTimeOffset at)
    {
        if (use != KeyUse.Root && custody == KeyCustody.Offline)
        {
            throw new RefusedException(Refusal.Malformed, "Only a root key can live on another machine: the others sign every day.");
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
        Require(KeyState.Pending, "taken into use");
        State = KeyState.Active;
    }

    /// <summary>Replaces it in good order.</summary>
    public void Retire(DateTimeOffset at)
    {
        if (State is not (KeyState.Pending or KeyState.Active))
        {
            Require(KeyState.Active, "retired");
        }

        (State, EndedAt) = (KeyState.Retired, at);
    }

    /// <summary>Declares it compromised. This cannot be taken back: a new key is made instead.</summary>
    public void DeclareCompromised(DateTimeOffset at)
    {
        if (State == KeyState.Compromised)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} was declared compromised at {EndedAt:u} already.");
        }

        (State, EndedAt) = (KeyState.Compromised, at);
    }

    /// <summary>Refuses unless it may sign for this use.</summary>
    public void RequireActive(KeyUse use)
    {
        if (Use != use)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {Identifier} is of use '{Use}', and not '{use}'.");
        }

        Require(KeyState.Active, "used");
    }

    /// <summary>Refuses unless it is a root key that authorities may endorse: the one in use, or one that is to take its place.</summary>
    public void RequireEndorsableRoot()
    {
        if (Use != KeyUse.Root || State is KeyState.Retired or KeyState.Compromised)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"Key {Identifier} is a {Use} key and '{State}': authorities endorse a root key that is in use or pending. "
                    + "Name such a one.");
        }
    }

    private void Require(KeyState state, string what)
    {
        if (State != state)
        {
            throw new RefusedException(
                Refusal.WrongState, $"Key {Identifier} cannot be {what}: it is '{State}', and would have to be '{state}'.");
        }
    }
}
