namespace DigitalEmblem.Issuer.Domain;

/// <summary>An endorsement that this authority gave. The register keeps all of them, for ever.</summary>
internal sealed class GivenEndorsement : Entity
{
    private GivenEndorsement()
    {
    }

    public Guid ApplicationId { get; private init; }

    /// <summary>Who was endorsed.</summary>
    public OrganizationIdentifier Subject { get; private init; } = null!;

    /// <summary>Which key.</summary>
    public string KeyIdentifier { get; private init; } = "";

    /// <summary>Our root key that signed it.</summary>
    public Guid SignerKeyId { get; private init; }

    /// <summary>The token of the CWT profile.</summary>
    public byte[] Token { get; private init; } = [];

    /// <summary>The same in the JWS profile, in compact form (ASCII); null if it was not asked for, or cannot be said in it.</summary>
    public byte[]? JwsToken { get; private init; }

    /// <summary>
    /// The grounds of entitlement that the request stated for these purposes, and that the approvers confirmed
    /// (<see cref="EntitlementCodec"/>); null if it stated none. Nothing of them is in the token.
    /// </summary>
    public byte[]? Grounds { get; private init; }

    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    /// <summary>When it was decided that it will not be renewed; what is signed stays valid until it expires.</summary>
    public DateTimeOffset? LapsingSince { get; private set; }

    /// <summary>The first of the two who revoke it; null if nobody has asked for it.</summary>
    public string? RevocationAskedBy { get; private set; }

    /// <summary>When that person did.</summary>
    public DateTimeOffset? RevocationAskedAt { get; private set; }

    /// <summary>Why it is revoked.</summary>
    public string? RevocationReason { get; private set; }

    /// <summary>When the second person revoked it; null if it is not revoked. What is signed stays valid until it expires.</summary>
    public DateTimeOffset? RevokedSince { get; private set; }

    /// <summary>Whether it was approved before access to approve had to wait and to be confirmed.</summary>
    public bool ApprovedBeforeWait { get; private init; }

    public static GivenEndorsement Record(
        Application application,
        OrganizationKey signer,
        SignedEndorsement signed,
        ValueList<Entitlement> grounds,
        DateTimeOffset at)
    {
        signer.RequireActive(KeyUse.Root);
        Purposes purposes = signed.Claims.Constraints.Purposes ?? Purposes.None;
        ValueList<Entitlement> granted = StatedGrounds.For(grounds, purposes);
        return new GivenEndorsement
        {
            Id = NewId(at),
            ApplicationId = application.Id,
            Subject = application.Issuer,
            KeyIdentifier = application.KeyIdentifier,
            SignerKeyId = signer.Id,
            Token = signed.Token,
            JwsToken = signed.JwsToken,
            Grounds = granted.Count == 0 ? null : EntitlementCodec.Write(granted),
            Purposes = purposes,
            NotBefore = signed.Claims.Validity.NotBefore,
            Expires = signed.Claims.Validity.Expires,
            ApprovedBeforeWait = application.Approvals.Any(a => a.BeforeWait),
        };
    }

    /// <summary>One of two people revokes it. The second must be another, within a day; after that the first has to ask anew.</summary>
    /// <returns>Whether it is revoked now.</returns>
    public bool Revoke(string approver, string reason, DateTimeOffset at)
    {
        if (RevokedSince is { } since)
        {
            throw new RefusedException(Refusal.WrongState, $"The endorsement of {Subject} was revoked at {since:u} already.");
        }

        if (Expires <= at)
        {
            throw new RefusedException(
                Refusal.WrongState, $"The endorsement of {Subject} expired at {Expires:u}: there is nothing to revoke.");
        }

        if (RevocationAskedBy is not { } first || !IsRevocationOpen(at))
        {
            (RevocationAskedBy, RevocationAskedAt, RevocationReason) = (approver, at, reason);
            return false;
        }

        if (FourEyes.SamePerson(first, approver))
        {
            throw new RefusedException(
                Refusal.SamePerson, $"{approver} has asked for this revocation already: the second is another person (four eyes).");
        }

        RevokedSince = at;
        LapsingSince ??= at;
        return true;
    }

    /// <summary>Whether one person has asked to revoke it, and a second can still do it.</summary>
    public bool IsRevocationOpen(DateTimeOffset at) =>
        RevokedSince is null && RevocationAskedBy is not null && at - RevocationAskedAt <= TimeSpan.FromDays(1);

    /// <summary>Decides that it is not renewed.</summary>
    public void LetLapse(DateTimeOffset at) => LapsingSince ??= at;
}
