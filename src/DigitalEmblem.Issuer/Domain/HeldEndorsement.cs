using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>Whether an endorsement is part of what is published.</summary>
internal enum EndorsementState
{
    /// <summary>It is.</summary>
    Current = 0,

    /// <summary>
    /// A newer one of the same key by the same organization took its place: two at once would make every set invalid (validation, step 4).
    /// </summary>
    Superseded,

    /// <summary>Its time is over, or its end was decided.</summary>
    Ended,
}

/// <summary>An endorsement of a key of this organization: by its own root key, or by an authority.</summary>
internal sealed class HeldEndorsement : Entity
{
    private HeldEndorsement()
    {
    }

    /// <summary>The endorsed key.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The key of this organization that signed it; null for an authority's.</summary>
    public Guid? SignerKeyId { get; private init; }

    /// <summary>Who endorses.</summary>
    public OrganizationIdentifier Issuer { get; private init; } = null!;

    /// <summary>The token of the CWT profile.</summary>
    public byte[] Token { get; private init; } = [];

    /// <summary>The same in the JWS profile, in compact form (ASCII); null if it was not given in it.</summary>
    public byte[]? JwsToken { get; private init; }

    /// <summary>The key that verifies it, as a COSE_Key.</summary>
    public byte[] SignerKey { get; private init; } = [];

    /// <summary>
    /// The binding certificate chain of the authority's root key, in PEM, if the authority sent it. A check without connections needs it.
    /// </summary>
    public string? ChainPem { get; private init; }

    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    /// <summary>When it was issued, as it says itself; null if it does not say.</summary>
    public DateTimeOffset? IssuedAt { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    public EndorsementState State { get; private set; }

    public bool IsExternal => SignerKeyId is null;

    /// <summary>Takes an endorsement that the caller has verified.</summary>
    public static HeldEndorsement Take(
        OrganizationKey key,
        OrganizationKey? signer,
        SignedEndorsement signed,
        VerificationKey signerKey,
        string? chainPem,
        DateTimeOffset at) => new()
        {
            Id = NewId(at),
            KeyId = key.Id,
            SignerKeyId = signer?.Id,
            Issuer = signed.Claims.Issuer
                ?? throw new RefusedException(Refusal.Malformed, $"An endorsement without an issuer endorses nothing here."),
            Token = signed.Token,
            JwsToken = signed.JwsToken,
            SignerKey = signerKey.ToCoseKey(),
            ChainPem = chainPem,
            Purposes = signed.Claims.Constraints.Purposes ?? Purposes.None,
            NotBefore = signed.Claims.Validity.NotBefore,
            IssuedAt = signed.Claims.IssuedAt,
            Expires = signed.Claims.Validity.Expires,
            ReceivedAt = at,
        };

    public bool IsCurrentAt(DateTimeOffset at) => State == EndorsementState.Current && NotBefore <= at && at < Expires;

    /// <summary>
    /// Whether other claims about the same key by the same organization are older than it: an answer that comes late must not undo a newer
    /// decision. It goes by the time of issue; where one of the two does not say it, by the beginning. One that begins or was issued in the
    /// future comes from a clock that ran ahead, and is newer than nothing.
    /// </summary>
    public bool IsNewerThan(Endorsement claims, DateTimeOffset at) => NotBefore <= at && !(IssuedAt > at)
        && (IssuedAt is { } mine && claims.IssuedAt is { } issued
            ? IsBefore(issued, mine)
            : IsBefore(claims.Validity.NotBefore, NotBefore));

    /// <summary>Refuses an older one in its place.</summary>
    public void RefuseOlder(Endorsement claims, DateTimeOffset at)
    {
        if (IsNewerThan(claims, at))
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"This endorsement of key {claims.EndorsedKey} by {Issuer} ({When(claims.IssuedAt, claims.Validity.NotBefore)}) is "
                    + $"older than the one in force ({When(IssuedAt, NotBefore)}), so it is not taken, and nothing was changed. "
                    + $"{WhenWanted()}");
        }
    }

    /// <summary>Marks it as replaced by a newer one.</summary>
    public void Supersede()
    {
        RequireCurrent();
        State = EndorsementState.Superseded;
    }

    /// <summary>Ends it, because it has expired or its key has ended.</summary>
    public void End()
    {
        RequireCurrent();
        State = EndorsementState.Ended;
    }

    // Tokens have whole seconds.
    private static bool IsBefore(DateTimeOffset one, DateTimeOffset other) => one.ToUnixTimeSeconds() < other.ToUnixTimeSeconds();

    private static Sentence When(DateTimeOffset? issued, DateTimeOffset begins) =>
        issued is { } at ? Sentence.Of($"issued at {at:u}") : Sentence.Of($"beginning at {begins:u}");

    private Sentence WhenWanted() => IsExternal
        ? Sentence.Of($"If you need what it says, ask {Issuer} to issue it anew. Otherwise there is nothing to do.")
        : Sentence.Of($"If you need what it says, endorse the key again, and answer the request that comes of it.");

    private void RequireCurrent()
    {
        if (State != EndorsementState.Current)
        {
            throw new RefusedException(Refusal.WrongState, $"The endorsement by {Issuer} is '{State}' already.");
        }
    }
}
