namespace DigitalEmblem;

/// <summary>What an endorsement claims of the key that signed it: that its issuer committed to it, and where that is logged.</summary>
/// <param name="Organization">The organization (<c>iss</c>).</param>
/// <param name="Key">The root key.</param>
/// <param name="Log">Where a certificate that binds the key to the organization is logged (<c>log</c>).</param>
public sealed record CommitmentClaim(OrganizationIdentifier Organization, VerificationKey Key, ValueList<CommitmentEntry> Log)
{
    /// <summary>A hash of the key alone: claims are looked up several times for each verdict, and one key rarely has several.</summary>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>
    /// What the endorsements of an input claim: those that name an issuer and a <c>log</c>, and are signed by a key that is at hand. Their
    /// time and place in a chain are not looked at.
    /// </summary>
    /// <param name="tokens">The input.</param>
    /// <param name="keys">Further keys at hand.</param>
    public static IReadOnlyList<CommitmentClaim> In(UnverifiedTokens tokens, IEnumerable<VerificationKey>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        VerificationKey[] atHand = [.. tokens.Items.Select(i => i.Key).OfType<VerificationKey>(), .. keys ?? []];
        var claims = new List<CommitmentClaim>();
        foreach (UnverifiedToken token in tokens.Items.Select(i => i.Token).OfType<UnverifiedToken>())
        {
            if (token.Claims is Endorsement { Issuer: { } issuer, Log: { Count: > 0 } log }
                && atHand.FirstOrDefault(k => k.IdentifierIn(token.Profile) == token.KeyIdentifier && token.IsSignedBy(k)) is { } key)
            {
                claims.Add(new CommitmentClaim(issuer, key, log));
            }
        }

        return [.. claims.Distinct()];
    }
}
