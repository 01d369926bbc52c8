using System.Numerics;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Proofs computed from hash tiles. What the tiles say is not believed: a proof from them must still lead to a signed root.
/// </summary>
internal static class TiledProof
{
    private const int LevelBits = 8;

    /// <summary>The hashes beside the way from a leaf to the root.</summary>
    /// <param name="index">The leaf's index, below <paramref name="treeSize"/>.</param>
    /// <param name="treeSize">The number of leaves.</param>
    /// <param name="read">The hashes of a tile.</param>
    public static async Task<Sha256Digest[]> InclusionAsync(ulong index, ulong treeSize, Func<Tile, Task<Sha256Digest[]>> read)
    {
        var proof = new List<Sha256Digest>();
        ulong start = 0;
        ulong size = treeSize;
        while (size > 1)
        {
            ulong left = MerkleTree.LeftSize(size);
            if (index - start < left)
            {
                proof.Add(await RootAsync(start + left, size - left, treeSize, read).ConfigureAwait(false));
                size = left;
            }
            else
            {
                proof.Add(await RootAsync(start, left, treeSize, read).ConfigureAwait(false));
                start += left;
                size -= left;
            }
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>The root that a tree had when it was smaller, from the tiles of the larger one.</summary>
    /// <param name="size">The smaller size.</param>
    /// <param name="treeSize">The size by which the tiles are named.</param>
    /// <param name="read">The hashes of a tile.</param>
    public static Task<Sha256Digest> RootAsync(ulong size, ulong treeSize, Func<Tile, Task<Sha256Digest[]>> read) =>
        RootAsync(0, size, treeSize, read);

    /// <summary>
    /// The hash over the leaves from <paramref name="start"/> on; a part that RFC 6962 forms, so that each complete
    /// subtree in it stands in a tile.
    /// </summary>
    private static async Task<Sha256Digest> RootAsync(ulong start, ulong size, ulong treeSize, Func<Tile, Task<Sha256Digest[]>> read)
    {
        if (size == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        if (BitOperations.IsPow2(size))
        {
            return await SubtreeAsync(start, BitOperations.Log2(size), treeSize, read).ConfigureAwait(false);
        }

        ulong left = MerkleTree.LeftSize(size);
        return MerkleTree.HashNode(
            await RootAsync(start, left, treeSize, read).ConfigureAwait(false),
            await RootAsync(start + left, size - left, treeSize, read).ConfigureAwait(false));
    }

    private static async Task<Sha256Digest> SubtreeAsync(ulong start, int height, ulong treeSize, Func<Tile, Task<Sha256Digest[]>> read)
    {
        int level = height / LevelBits;
        int within = height % LevelBits;
        ulong first = start >> (LevelBits * level);
        Sha256Digest[] hashes = await read(Tile.OfHashes(level, first / Tile.FullWidth, treeSize)).ConfigureAwait(false);
        int offset = (int)(first % Tile.FullWidth);
        return offset + (1 << within) <= hashes.Length
            ? MerkleTree.RootOf(hashes.AsSpan(offset, 1 << within))
            : throw new TokenFormatException("the tile is too short");
    }
}
