using System.Security.Cryptography;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Signs data for an organization with one key, under endorsements that were verified first (data-emblem, token). Not safe for concurrent
/// use unless its key is.
/// </summary>
public sealed class DataSigner
{
    private readonly SigningKey _key;
    private readonly OrganizationIdentifier _issuer;
    private readonly Purposes _purposes;
    private readonly ReadOnlyMemory<byte>[] _endorsements;

    private DataSigner(SigningKey key, OrganizationIdentifier issuer, Purposes purposes, ReadOnlyMemory<byte>[] endorsements)
    {
        _key = key;
        _issuer = issuer;
        _purposes = purposes;
        _endorsements = endorsements;
    }

    /// <summary>Whose signs it makes.</summary>
    internal SignOwner? Owner { get; private set; }

    /// <summary>
    /// A signer. A sign of no data is made and verified in memory, so that a wrong key or an expired endorsement is found before hours of
    /// hashing.
    /// </summary>
    /// <param name="key">The key that signs; it stays the caller's.</param>
    /// <param name="issuer">The organization that signs.</param>
    /// <param name="purposes">What the sign stands for.</param>
    /// <param name="endorsements">
    /// A bundle (<see cref="TokenBundle"/>) of the endorsements above the key, from the issuer's root key on, and of their keys. An emblem
    /// that names its issuer is invalid without one.
    /// </param>
    /// <param name="at">The instant of signing.</param>
    /// <param name="lifetime">How long signs will be valid.</param>
    /// <exception cref="DataFormatException"><paramref name="endorsements"/> are no bundle.</exception>
    /// <exception cref="ArgumentException">No validator would accept signs of it; the message says why.</exception>
    /// <exception cref="CryptographicException">The key could not be used.</exception>
    public static DataSigner Create(
        SigningKey key,
        OrganizationIdentifier issuer,
        Purposes purposes,
        ReadOnlyMemory<byte> endorsements,
        DateTimeOffset at,
        TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(issuer);
        InputItem[] items = DataSign.ReadItems(endorsements);
        if (items.Any(i => i.Token?.Claims is Emblem))
        {
            throw new ArgumentException("The bundle of endorsements has an emblem in it.", nameof(endorsements));
        }

        List<ReadOnlyMemory<byte>> kept = [.. TokenBundle.Split(endorsements.ToArray(), TokenLimits.Default)];
        if (!items.Any(i => key.PublicKey.Equals(i.Key)))
        {
            kept.Insert(0, key.PublicKey.ToCoseKey());
        }

        var signer = new DataSigner(key, issuer, purposes, [.. kept]);
        byte[] tried = signer.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), at, lifetime);
        signer.Owner = SignOwner.Of(DataSign.Read(tried));
        return signer;
    }

    /// <summary>Signs a root.</summary>
    /// <param name="root">The root of a manifest that is written already.</param>
    /// <param name="at">The instant of signing. The sign is valid from a little before, for clocks that are slow.</param>
    /// <param name="lifetime">How long it is valid, at least a second. Copies of it cannot be withdrawn before.</param>
    /// <returns>The bundle, for <c>.adem/emblem</c>; it was verified, with its commitments assumed.</returns>
    /// <exception cref="ArgumentException">No validator would accept the sign; the message says why.</exception>
    /// <exception cref="CryptographicException">The key could not be used.</exception>
    public byte[] Sign(DataRoot root, DateTimeOffset at, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(root);
        var emblem = new Emblem
        {
            Issuer = _issuer,
            Validity = Validity.IssuedAt(at, lifetime),
            IssuedAt = at,
            Purposes = _purposes,
            Assets = [root.ToAsset()],
        };
        byte[] bundle = TokenBundle.WriteUnchecked([Cwt.SignOfData(emblem, _key), .. _endorsements]);
        Check(bundle, at);
        return bundle;
    }

    private static void Check(byte[] bundle, DateTimeOffset at)
    {
        Verdict verdict = DataSign.Read(bundle).Assume(at);
        string? fault = verdict.Outcome != VerdictOutcome.Marked
            ? verdict.Reason
            : verdict.Tokens.FirstOrDefault(t => !t.Accepted) is { } discarded
                ? $"an endorsement does not count. {discarded.Findings[0].Message}"
                : null;
        if (fault is not null)
        {
            throw new ArgumentException($"Signs of this key would not be accepted: {fault}");
        }
    }
}
