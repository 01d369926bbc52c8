using System.Security.Cryptography;
using DigitalEmblem.Data;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A sign of data that was signed and judged. What was judged is what is given out (decisions.md, 40). It is kept after its end, to show
/// later what was stated about data, and when. Its endorsements and keys are an <see cref="IssuedChain"/>, as those of emblems of names.
/// </summary>
internal sealed class IssuedSign
{
    private IssuedSign()
    {
    }

    /// <summary>Its identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>The data.</summary>
    public Guid DataId { get; private init; }

    /// <summary>The emblem key that signed it.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The emblem, a token of the CWT profile.</summary>
    public byte[] Token { get; private init; } = [];

    /// <summary>What stands beside it in the sign.</summary>
    public Guid ChainId { get; private init; }

    /// <summary>SHA-256 of the sign, as it was judged.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>What it stands for.</summary>
    public Purposes Purposes { get; private init; }

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset NotBefore { get; private init; }

    /// <summary>Until when it is valid, copies included.</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>The bytes of a sign: a bundle of the token, the endorsements and the keys.</summary>
    public static byte[] Bundle(ReadOnlyMemory<byte> token, IssuedChain chain) =>
        TokenBundle.WriteUnchecked([token, .. TokenBundle.Split(chain.Items, TokenLimits.Default)]);

    /// <summary>A sign that was judged.</summary>
    /// <param name="data">The data.</param>
    /// <param name="key">The emblem key.</param>
    /// <param name="claims">What it says.</param>
    /// <param name="token">The token.</param>
    /// <param name="chain">What stands beside it.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="InvalidOperationException">It outlives an endorsement in it, so it would become invalid.</exception>
    public static IssuedSign Create(
        MarkedData data, OrganizationKey key, Emblem claims, byte[] token, IssuedChain chain, DateTimeOffset at)
    {
        key.RequireActive(KeyUse.Emblem);
        return claims.Validity.Expires > chain.Expires
            ? throw new InvalidOperationException($"The sign of {data.Root} ends after an endorsement in it.")
            : new IssuedSign
            {
                Id = Guid.CreateVersion7(at),
                DataId = data.Id,
                KeyId = key.Id,
                Token = token,
                ChainId = chain.Id,
                Digest = SHA256.HashData(Bundle(token, chain)),
                Purposes = claims.Purposes ?? Purposes.None,
                NotBefore = claims.Validity.NotBefore,
                Expires = claims.Validity.Expires,
            };
    }

    /// <summary>The sign, byte for byte as it was judged.</summary>
    /// <exception cref="RefusedException">It is not what was judged: the database was changed from outside.</exception>
    public byte[] BundleWith(IssuedChain chain)
    {
        byte[] bundle = Bundle(Token, chain);
        return SHA256.HashData(bundle).AsSpan().SequenceEqual(Digest)
            ? bundle
            : throw new RefusedException(
                Refusal.NotVerified,
                $"The sign in the database is not the one that was judged, so it is not given out. 'issuer journal verify' says what was "
                    + $"changed.");
    }
}
