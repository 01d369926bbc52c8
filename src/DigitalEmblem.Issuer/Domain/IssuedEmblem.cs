namespace DigitalEmblem.Issuer.Domain;

/// <summary>An emblem that was signed. It is kept after its end, to show later what was stated about an asset, and when.</summary>
internal sealed class IssuedEmblem
{
    private IssuedEmblem()
    {
    }

    public Guid Id { get; private init; }

    public Guid AssetId { get; private init; }

    /// <summary>The emblem key that signed it.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>What stands beside it in its set.</summary>
    public Guid ChainId { get; private init; }

    /// <summary>The token.</summary>
    public byte[] Token { get; private init; } = [];

    /// <summary>The digest of the whole set as it was judged, which is the only one that is published.</summary>
    public byte[] SetDigest { get; private init; } = [];

    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    /// <summary>An emblem that was signed, and whose set was judged.</summary>
    /// <exception cref="InvalidOperationException">It outlives an endorsement in its set, so the set would become invalid.</exception>
    public static IssuedEmblem Create(
        Asset asset, OrganizationKey key, Emblem claims, byte[] token, IssuedChain chain, DateTimeOffset at)
    {
        key.RequireActive(KeyUse.Emblem);
        if (claims.Validity.Expires > chain.Expires)
        {
            throw new InvalidOperationException($"The emblem of {asset.Name} ends after an endorsement in its set.");
        }

        return new IssuedEmblem
        {
            Id = Guid.CreateVersion7(at),
            AssetId = asset.Id,
            KeyId = key.Id,
            ChainId = chain.Id,
            SetDigest = Domain.SetDigest.Of(chain.SetWith(token)),
            Token = token,
            Purposes = claims.Purposes ?? Purposes.None,
            NotBefore = claims.Validity.NotBefore,
            Expires = claims.Validity.Expires,
        };
    }
}
