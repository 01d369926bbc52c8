namespace DigitalEmblem;

/// <summary>What an emblem and an endorsement have in common: who says it, and when it holds. Only a claim until it is verified.</summary>
public abstract record EmblemToken
{
    private protected EmblemToken()
    {
    }

    /// <summary>
    /// The organization that issued the token (<c>iss</c>); null if it names none, and then it can never be more than signed.
    /// </summary>
    public OrganizationIdentifier? Issuer { get; init; }

    /// <summary>When the token is valid (<c>nbf</c>, <c>exp</c>).</summary>
    public required Validity Validity { get; init; }

    /// <summary>When it was issued (<c>iat</c>); null if not stated. Informative: validity does not depend on it.</summary>
    public DateTimeOffset? IssuedAt { get; init; }
}
