using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// Handles and subjects of people who were forgotten, as slow salted digests, so that they are still not given again. Who reads the
/// database can try a name against them, and learns at most that it was given once: they are kept in the order of their digests, all in
/// one row, so that they do not tell which person it was.
/// </summary>
internal sealed class ForgottenNames
{
    /// <summary>The one row.</summary>
    public const int TheOne = 1;

    // About 0.1 s. It is spent only when a new name is given after one was forgotten.
    private const int Iterations = 200_000;
    private const int DigestBytes = 16;

    private ForgottenNames()
    {
    }

    /// <summary>Which row.</summary>
    public int Id { get; private init; } = TheOne;

    /// <summary>Random bytes.</summary>
    public byte[] Salt { get; private init; } = [];

    /// <summary>The digests, one after another, in their order.</summary>
    public byte[] Digests { get; private set; } = [];

    /// <summary>None yet.</summary>
    public static ForgottenNames Create() => new() { Salt = RandomNumberGenerator.GetBytes(16) };

    /// <summary>Whether a name is one of them.</summary>
    public bool Has(string name)
    {
        byte[] digest = DigestOf(name);
        return Digests.Chunk(DigestBytes).Any(d => d.AsSpan().SequenceEqual(digest));
    }

    /// <summary>Adds a name.</summary>
    public void Add(string name) => Digests =
    [
        .. Digests.Chunk(DigestBytes).Append(DigestOf(name)).DistinctBy(Convert.ToHexString)
            .OrderBy(Convert.ToHexString, StringComparer.Ordinal).SelectMany(d => d),
    ];

    private byte[] DigestOf(string name) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(name), Salt, Iterations, HashAlgorithmName.SHA256, DigestBytes);
}
