using System.Formats.Cbor;
using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// What stands beside emblems of one profile in their sets: the endorsements from the emblem key up to the authorities, and the keys. It
/// never changes, and all emblems that were issued under it share it: a set is published with the very bytes that were judged
/// (decisions.md, 40).
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

    /// <summary>The profile of the endorsements.</summary>
    public TokenProfile Profile { get; private init; }

    /// <summary>
    /// The items, as an array of byte strings: CWT tokens and COSE_Keys, or JWS in compact form and JWKs (ASCII).
    /// </summary>
    public byte[] Items { get; private init; } = [];

    /// <summary>The end of the first of our own endorsements in it. No emblem under it may end later.</summary>
    public DateTimeOffset Expires { get; private init; }

    /// <summary>Until when an authority vouches for emblems under it; null if none does.</summary>
    public DateTimeOffset? EndorsedUntil { get; private init; }

    /// <summary>A chain of these items.</summary>
    public static IssuedChain Of(
        TokenProfile profile, IEnumerable<ReadOnlyMemory<byte>> items, DateTimeOffset expires, DateTimeOffset? endorsedUntil)
    {
        byte[] bundle = Join([.. items]);
        byte[] digest = SHA256.HashData(bundle);
        return new IssuedChain
        {
            Id = new Guid(digest.AsSpan(0, 16)),
            Digest = digest,
            Profile = profile,
            Items = bundle,
            Expires = expires,
            EndorsedUntil = endorsedUntil,
        };
    }

    /// <summary>The set with this emblem.</summary>
    public IssuedSet SetWith(ReadOnlyMemory<byte> emblem) => new(Profile, [emblem, .. TokenBundle.Split(Items, TokenLimits.Default)]);

    /// <summary>What all sets with it have in common.</summary>
    public IssuedSet SetWithout() => new(Profile, TokenBundle.Split(Items, TokenLimits.Default));

    /// <summary>Whether the sets with it rest on a key: whether the key is one of its items.</summary>
    public bool RestsOn(OrganizationKey key)
    {
        byte[] item = Profile == TokenProfile.Cwt
            ? key.PublicKey
            : System.Text.Encoding.ASCII.GetBytes(key.ToVerificationKey().ToJwk());
        return TokenBundle.Split(Items, TokenLimits.Default).Any(i => i.Span.SequenceEqual(item));
    }

    private static byte[] Join(IReadOnlyCollection<ReadOnlyMemory<byte>> items)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartArray(items.Count);
        foreach (ReadOnlyMemory<byte> item in items)
        {
            writer.WriteByteString(item.Span);
        }

        writer.WriteEndArray();
        return writer.Encode();
    }
}
