namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// An emblem that was signed, in one profile or in both. It is kept after its end, to show later what was stated about an asset, and when;
/// long after its end without its tokens (<see cref="Reduce"/>).
/// </summary>
internal sealed class IssuedEmblem
{
    private IssuedEmblem()
    {
    }

    public Guid Id { get; private init; }

    public Guid AssetId { get; private init; }

    /// <summary>The emblem key that signed it.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The profiles in which it was signed.</summary>
    public MarkProfiles Profiles { get; private init; }

    /// <summary>The token of the CWT profile; null if it was not signed in it, or was reduced.</summary>
    public byte[]? Token { get; private set; }

    /// <summary>What stands beside it in its set; null without a token of the CWT profile.</summary>
    public Guid? ChainId { get; private set; }

    /// <summary>The token of the JWS profile, in compact form (ASCII); null if it was not signed in it, or was reduced.</summary>
    public byte[]? JwsToken { get; private set; }

    /// <summary>What stands beside that one in its set; null without a token of the JWS profile.</summary>
    public Guid? JwsChainId { get; private set; }

    /// <summary>The digest of all records as they were judged, which are the only ones that are published.</summary>
    public byte[] SetDigest { get; private init; } = [];

    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    /// <summary>Its tokens, each with its profile.</summary>
    public IEnumerable<(TokenProfile Profile, byte[] Token)> Tokens =>
    [
        .. Token is null ? [] : new[] { (TokenProfile.Cwt, Token) },
        .. JwsToken is null ? [] : new[] { (TokenProfile.Jws, JwsToken) },
    ];

    /// <summary>Leaves the digest of its set, and takes its tokens away. Their digests stand in the journal.</summary>
    public void Reduce() => (Token, ChainId, JwsToken, JwsChainId) = (null, null, null, null);

    /// <summary>What stands beside its token of a profile; null if it has none.</summary>
    public Guid? ChainOf(TokenProfile profile) => profile == TokenProfile.Cwt ? ChainId : JwsChainId;

    /// <summary>An emblem that was signed, and whose sets were judged.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="key">The emblem key.</param>
    /// <param name="claims">What it says.</param>
    /// <param name="signed">Its tokens and what stands beside them, at least one and of each profile one at most.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="InvalidOperationException">It outlives an endorsement in a set, so the set would become invalid.</exception>
    public static IssuedEmblem Create(
        Asset asset, OrganizationKey key, Emblem claims, IReadOnlyList<(byte[] Token, IssuedChain Chain)> signed, DateTimeOffset at)
    {
        key.RequireActive(KeyUse.Emblem);
        if (signed.Any(s => claims.Validity.Expires > s.Chain.Expires))
        {
            throw new InvalidOperationException($"The emblem of {asset.Name} ends after an endorsement in its set.");
        }

        (byte[] Token, IssuedChain Chain)? cwt = Of(TokenProfile.Cwt), jws = Of(TokenProfile.Jws);
        (byte[] Token, IssuedChain Chain)? Of(TokenProfile profile) =>
            signed.Where(s => s.Chain.Profile == profile).Select(s => ((byte[], IssuedChain)?)s).FirstOrDefault();
        return new IssuedEmblem
        {
            Id = Guid.CreateVersion7(at),
            AssetId = asset.Id,
            KeyId = key.Id,
            Profiles = (cwt is null ? MarkProfiles.None : MarkProfiles.Cwt) | (jws is null ? MarkProfiles.None : MarkProfiles.Jws),
            Token = cwt?.Token,
            ChainId = cwt?.Chain.Id,
            JwsToken = jws?.Token,
            JwsChainId = jws?.Chain.Id,
            SetDigest = Domain.SetDigest.Of(signed.SelectMany(s => s.Chain.SetWith(s.Token).ToData())),
            Purposes = claims.Purposes ?? Purposes.None,
            NotBefore = claims.Validity.NotBefore,
            Expires = claims.Validity.Expires,
        };
    }
}
