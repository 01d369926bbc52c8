using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Data.Files;

/// <summary>The numbers of a content's digest, and the digests of holes (data-emblem, content).</summary>
internal static class ContentHash
{
    /// <summary>Content up to this size has one digest; larger content has shards of this size.</summary>
    internal const long ShardBytes = ContentDigest.ShardLength;

    private static readonly byte[] Zeros = new byte[64 * 1024];

    private static readonly Lazy<byte[]> ZeroShard = new(() =>
    {
        byte[] digest = new byte[Sha256Digest.Length];
        HashZeros(ShardBytes, digest);
        return digest;
    });

    /// <summary>
    /// What stands before the digests of shards: the name of the form, and the size, which divides it from any other file's.
    /// </summary>
    internal static byte[] ShardsPrefix(long size)
    {
        byte[] prefix = [.. ContentDigest.Label, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(prefix.AsSpan(prefix.Length - sizeof(long)), size);
        return prefix;
    }

    /// <summary>The digest of zeros. That of a whole shard is remembered, so that a hole of terabytes takes seconds.</summary>
    internal static void OfZeros(long count, Span<byte> digest)
    {
        if (count == ShardBytes)
        {
            ZeroShard.Value.CopyTo(digest);
        }
        else
        {
            HashZeros(count, digest);
        }
    }

    private static void HashZeros(long count, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (; count > 0; count -= Math.Min(count, Zeros.Length))
        {
            hash.AppendData(Zeros.AsSpan(0, (int)Math.Min(count, Zeros.Length)));
        }

        _ = hash.GetHashAndReset(digest);
    }
}
