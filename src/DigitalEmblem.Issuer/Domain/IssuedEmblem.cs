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

    /// <summary>The token.</summary>
    public byte[] Token { get; private init; } = [];

    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    public static IssuedEmblem Create(Asset asset, OrganizationKey key, Emblem claims, byte[] token, DateTimeOffset at)
    {
        key.RequireActive(KeyUse.Emblem);
        return new IssuedEmblem
        {
            Id = Guid.CreateVersion7(at),
            AssetId = asset.Id,
            KeyId = key.Id,
            Token = token,
            Purposes = claims.Purposes ?? Purposes.None,
            NotBefore = claims.Validity.NotBefore,
            Expires = claims.Validity.Expires,
        };
    }
}
