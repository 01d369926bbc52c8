using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests;

public class ContentDigestTests
{
    [Fact]
    public void A_small_file_has_the_digest_that_sha256sum_prints()
    {
        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentDigest.Of("abc"u8).ToString());
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ContentDigest.Of([]).ToString());
    }

    [Property(MaxTest = 50)]
    public void The_pieces_in_which_content_arrives_do_not_change_its_digest(byte[] content, PositiveInt piece)
    {
        using var digest = new ContentDigest();
        foreach (byte[] part in content.Chunk(piece.Get))
        {
            digest.Append(part);
        }

        Assert.Equal(content.Length, digest.Length);
        Assert.Equal(SHA256.HashData(content), digest.Finish().ToArray());
        Assert.Equal(ContentDigest.Of([]), digest.Finish());
    }

    [Fact]
    public void A_file_of_exactly_one_shard_is_hashed_as_one_and_one_more_byte_makes_two_shards()
    {
        var content = new byte[ContentDigest.ShardLength + 1];
        Random.Shared.NextBytes(content.AsSpan(ContentDigest.ShardLength - 100));
        byte[] first = SHA256.HashData(content.AsSpan(0, ContentDigest.ShardLength));
        using var digest = new ContentDigest();
        digest.Append(content.AsSpan(0, ContentDigest.ShardLength));
        Assert.Equal(first, digest.Finish().ToArray());

        var size = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(size, (ulong)content.Length);
        byte[] second = SHA256.HashData(content.AsSpan(ContentDigest.ShardLength));
        byte[] expected = SHA256.HashData([.. "adem-shards:1\0"u8, .. size, .. first, .. second]);
        Assert.Equal(expected, ContentDigest.Of(content).ToArray());
        Assert.Equal(
            expected, ContentDigest.OfShards(content.Length, [new Sha256Digest(first), new Sha256Digest(second)]).ToArray());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(ContentDigest.ShardLength, 1)]
    [InlineData(ContentDigest.ShardLength + 1L, 2)]
    [InlineData(2L * ContentDigest.ShardLength, 2)]
    [InlineData(long.MaxValue, 137438953472)]
    public void A_shard_begins_with_each_64_MiB(long size, long shards) => Assert.Equal(shards, ContentDigest.ShardCount(size));

    [Fact]
    public void Shards_that_do_not_fit_the_size_are_refused() =>
        Assert.Throws<ArgumentException>(() => ContentDigest.OfShards(ContentDigest.ShardLength + 1L, [default]));
}
