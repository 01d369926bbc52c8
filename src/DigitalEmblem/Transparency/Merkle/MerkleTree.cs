using System.Numerics;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// The arithmetic of a log's Merkle tree (RFC 6962, 2.1; RFC 9162, 2.1): hashes, and the two proofs. Pure, and bounded
/// by the depth of a tree of 2^63 leaves.
/// </summary>
internal static class MerkleTree
{
    /// <summary>The most hashes that a proof can need.</summary>
    public const int MaxProofLength = 64;

    /// <summary>The root of a tree without leaves: the hash of the empty string.</summary>
    public static Sha256Digest EmptyRoot { get; } = Sha256Digest.Of([]);

    /// <summary>The hash of a leaf: SHA-256 over 0x00 and its bytes.</summary>
    /// <param name="leaf">The leaf's bytes; for a certificate log, those of the MerkleTreeLeaf.</param>
    public static Sha256Digest HashLeaf(ReadOnlySpan<byte> leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(leaf);
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        hash.GetHashAndReset(digest);
        return new Sha256Digest(digest);
    }

    /// <summary>The hash of an inner node: SHA-256 over 0x01 and the hashes below it.</summary>
    /// <param name="left">The hash on the left.</param>
    /// <param name="right">The hash on the right.</param>
    public static Sha256Digest HashNode(Sha256Digest left, Sha256Digest right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Sha256Digest.Length)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Sha256Digest.Length)..]);
        return Sha256Digest.Of(node);
    }

    /// <summary>The root over leaves.</summary>
    /// <param name="leafHashes">The leaves' hashes, in order.</param>
    public static Sha256Digest RootOf(ReadOnlySpan<Sha256Digest> leafHashes)
    {
        if (leafHashes.Length == 0)
        {
            return EmptyRoot;
        }

        if (leafHashes.Length == 1)
        {
            return leafHashes[0];
        }

        int left = (int)LeftSize((ulong)leafHashes.Length);
        return HashNode(RootOf(leafHashes[..left]), RootOf(leafHashes[left..]));
    }

    /// <summary>Whether the proof shows that a leaf stands at an index of the tree with this root (RFC 9162, 2.1.3.2).</summary>
    /// <param name="leafHash">The leaf's hash.</param>
    /// <param name="index">Its index, from 0.</param>
    /// <param name="treeSize">The number of leaves.</param>
    /// <param name="proof">The hashes beside the way from the leaf to the root, lowest first.</param>
    /// <param name="root">The tree's root hash.</param>
    public static bool VerifyInclusion(
        Sha256Digest leafHash, ulong index, ulong treeSize, ReadOnlySpan<Sha256Digest> proof, Sha256Digest root)
    {
        if (index >= treeSize || proof.Length > MaxProofLength)
        {
            return false;
        }

        ulong node = index;
        ulong last = treeSize - 1;
        Sha256Digest hash = leafHash;
        foreach (Sha256Digest sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = HashNode(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = HashNode(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the proof shows that the second tree is the first one with leaves added at its end (RFC 9162, 2.1.4.2).</summary>
    /// <param name="firstSize">The number of leaves of the first tree.</param>
    /// <param name="firstRoot">Its root hash.</param>
    /// <param name="secondSize">The number of leaves of the second tree.</param>
    /// <param name="secondRoot">Its root hash.</param>
    /// <param name="proof">The hashes of the proof; none if the trees are of one size, or the first is empty.</param>
    public static bool VerifyConsistency(
        ulong firstSize, Sha256Digest firstRoot, ulong secondSize, Sha256Digest secondRoot, ReadOnlySpan<Sha256Digest> proof)
    {
        if (firstSize > secondSize || proof.Length > MaxProofLength)
        {
            return false;
        }

        if (firstSize == secondSize)
        {
            return proof.Length == 0 && firstRoot == secondRoot;
        }

        if (firstSize == 0)
        {
            return proof.Length == 0 && firstRoot == EmptyRoot;
        }

        // If the size of the first tree is a power of two, the tree is a subtree of the second, and the proof leaves its root out.
        bool whole = BitOperations.IsPow2(firstSize);
        if (proof.Length == 0)
        {
            return false;
        }

        Sha256Digest start = whole ? firstRoot : proof[0];
        ulong node = firstSize - 1;
        ulong last = secondSize - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        Sha256Digest first = start;
        Sha256Digest second = start;
        foreach (Sha256Digest sibling in whole ? proof : proof[1..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                first = HashNode(sibling, first);
                second = HashNode(sibling, second);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                second = HashNode(second, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && first == firstRoot && second == secondRoot;
    }

    /// <summary>The leaves in the left part of a tree: the largest power of two below its size, which is at least 2.</summary>
    internal static ulong LeftSize(ulong size) => 1UL << BitOperations.Log2(size - 1);
}
