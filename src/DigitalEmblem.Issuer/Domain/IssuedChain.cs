using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// What stands beside emblems in their sets: the endorsements from the emblem key up to the authorities, and the keys. It never changes,
/// and all emblems that were issued under it share it: a set is published with the very bytes that were judged (decisions.md, 40).
/// </summary>
internal sealed class IssuedChain
{
    private IssuedChain()
    {
    }

    /// <summary>The first half of the digest: equal chains are one.</summary>
    public Guid Id { get; private init; }

    /// <summary>SHA-256 of <see cref="Items"/>.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>The items, as a bundle.</summary>
    public byte[] Items { get; private init; } = [];

    /// <summary>The end of the first of our own endorsements in it. No emblem under it may end later.</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>Until when an authority vouches for emblems under it; null if none does.</summary>
    public DateTimeOffset? EndorsedUntil { get; private init; }

    /// <summary>A chain of these items.</summary>
    public static IssuedChain Of(IEnumerable<ReadOnlyMemory<byte>> items, DateTimeOffset expires, DateTimeOffset? endorsedUntil)
    {
        byte[] bundle = TokenBundle.Write(items);
        byte[] digest = SHA256.HashData(bundle);
        return new IssuedChain
        {
            Id = new Guid(digest.AsSpan(0, 16)),
            Digest = digest,
            Items = bundle,
            Expires = expires,
            EndorsedUntil = endorsedUntil,
        };
    }

    /// <summary>The items of the set with this emblem, as they are published.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> SetWith(ReadOnlyMemory<byte> emblem) =>
        [emblem, .. TokenBundle.Split(Items, TokenLimits.Default)];

    /// <summary>Whether the sets with it rest on a key: whether the key is one of its items.</summary>
    public bool RestsOn(OrganizationKey key) =>
        TokenBundle.Split(Items, TokenLimits.Default).Any(i => i.Span.SequenceEqual(key.PublicKey));
}
