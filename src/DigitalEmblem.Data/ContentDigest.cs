using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Data;

/// <summary>
/// The digest of a file's content, computed as the bytes arrive (data-emblem, digests). Up to 64 MiB it is the SHA-256 of the content, as
/// <c>sha256sum</c> prints it; above, the SHA-256 of the file's size and the digests of its shards of 64 MiB.
/// </summary>
/// <remarks>
/// The size of a file stands beside its digest in a manifest, and says which of the two forms was used. The size of a shard is fixed: a
/// manifest that states its own could ask for shards of one byte. Not safe for concurrent use; shards that are hashed side by side are
/// joined by <see cref="OfShards"/>.
/// </remarks>
public sealed class ContentDigest : IDisposable
{
    /// <summary>The bytes of a shard, and the most bytes of a file that is hashed as one: 64 MiB.</summary>
    public const int ShardLength = 64 << 20;

    private readonly IncrementalHash _shard = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Sha256Digest> _shards = [];
    private int _inShard;

    /// <summary>How many bytes were appended.</summary>
    public long Length { get; private set; }

    /// <summary>What stands before the size and the digests of shards.</summary>
    internal static ReadOnlySpan<byte> Label => "adem-shards:1\0"u8;

    /// <summary>Takes the bytes that follow.</summary>
    /// <param name="content">Any number of bytes.</param>
    public void Append(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            // A full shard is closed only when a byte follows it, so that a file of exactly one shard is hashed as one.
            if (_inShard == ShardLength)
            {
                CloseShard();
            }

            ReadOnlySpan<byte> part = content[..Math.Min(content.Length, ShardLength - _inShard)];
            _shard.AppendData(part);
            _inShard += part.Length;
            Length += part.Length;
            content = content[part.Length..];
        }
    }

    /// <summary>The digest of all that was appended; the next content begins afterwards.</summary>
    public Sha256Digest Finish()
    {
        CloseShard();
        Sha256Digest digest = OfShards(Length, _shards);
        _shards.Clear();
        Length = 0;
        return digest;
    }

    /// <summary>The digest of content that is in memory.</summary>
    /// <param name="content">All of it.</param>
    public static Sha256Digest Of(ReadOnlySpan<byte> content)
    {
        if (content.Length <= ShardLength)
        {
            return Sha256Digest.Of(content);
        }

        using var digest = new ContentDigest();
        digest.Append(content);
        return digest.Finish();
    }

    /// <summary>How many shards a file has: one for each 64 MiB that it begins, and one for an empty file.</summary>
    /// <param name="size">Its bytes, not negative.</param>
    public static long ShardCount(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size <= ShardLength ? 1 : ((size - 1) / ShardLength) + 1;
    }

    /// <summary>Joins the digests of a file's shards.</summary>
    /// <param name="size">The file's bytes.</param>
    /// <param name="shards">
    /// The SHA-256 of each shard, in order: <see cref="ShardCount"/> of them. If there is one, it is the digest of the file.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static Sha256Digest OfShards(long size, IReadOnlyList<Sha256Digest> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        if (shards.Count != ShardCount(size))
        {
            throw new ArgumentException($"A file of {size} bytes has {ShardCount(size)} shards, not {shards.Count}.", nameof(shards));
        }

        if (size <= ShardLength)
        {
            return shards[0];
        }

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[Sha256Digest.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)size);
        all.AppendData(Label);
        all.AppendData(bytes[..sizeof(ulong)]);
        for (int i = 0; i < shards.Count; i++)
        {
            shards[i].CopyTo(bytes);
            all.AppendData(bytes);
        }

        all.GetHashAndReset(bytes);
        return new Sha256Digest(bytes);
    }

    /// <summary>Releases the hash.</summary>
    public void Dispose() => _shard.Dispose();

    private void CloseShard()
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        _shard.GetHashAndReset(digest);
        _shards.Add(new Sha256Digest(digest));
        _inShard = 0;
    }
}
