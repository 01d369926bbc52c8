namespace DigitalEmblem.Discovery;

/// <summary>A leaf as a log delivered it.</summary>
/// <param name="Hash">Its hash in the tree.</param>
/// <param name="Bytes">Its bytes, a MerkleTreeLeaf; null if only the hash could be read.</param>
internal readonly record struct FollowedLeaf(Sha256Digest Hash, ReadOnlyMemory<byte>? Bytes)
{
    public static FollowedLeaf Of(byte[] bytes) => new(MerkleTree.HashLeaf(bytes), bytes);
}
