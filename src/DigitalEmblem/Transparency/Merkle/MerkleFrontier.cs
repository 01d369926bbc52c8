using System.Numerics;

namespace DigitalEmblem;

/// <summary>
/// The right edge of a log's tree: the roots of the complete subtrees that its leaves fall into, the largest first. It is all that is
/// needed to add leaves and to know the root, and has one hash for each bit that is set in the number of leaves. Not safe for concurrent
/// use.
/// </summary>
internal sealed class MerkleFrontier
{
    private readonly List<Sha256Digest> _peaks;

    private MerkleFrontier(ulong size, List<Sha256Digest> peaks)
    {
        Size = size;
        _peaks = peaks;
    }

    /// <summary>The number of leaves.</summary>
    public ulong Size { get; private set; }

    /// <summary>The roots of the complete subtrees, the largest first.</summary>
    public IReadOnlyList<Sha256Digest> Peaks => _peaks;

    /// <summary>The frontier of a tree without leaves.</summary>
    public static MerkleFrontier Empty() => new(0, []);

    /// <summary>A frontier that was stored.</summary>
    /// <param name="size">The number of leaves.</param>
    /// <param name="peaks">The roots of the complete subtrees, the largest first.</param>
    /// <exception cref="TokenFormatException">A tree of that size has another number of complete subtrees.</exception>
    public static MerkleFrontier Of(ulong size, IReadOnlyList<Sha256Digest> peaks) => peaks.Count == BitOperations.PopCount(size)
        ? new MerkleFrontier(size, [.. peaks])
        : throw new TokenFormatException($"{peaks.Count} hashes, where a tree of {size} leaves has {BitOperations.PopCount(size)}");

    /// <summary>
    /// The frontier of the tree that ends with a leaf, taken from a proof that the leaf stands in a larger tree; null if the proof does not
    /// hold. The hashes on the left of the way to the leaf are the complete subtrees before it.
    /// </summary>
    /// <param name="leafHash">The leaf's hash.</param>
    /// <param name="index">Its index, from 0.</param>
    /// <param name="treeSize">The number of leaves of the larger tree.</param>
    /// <param name="proof">The hashes beside the way from the leaf to the root, lowest first.</param>
    /// <param name="root">The root of the larger tree.</param>
    public static MerkleFrontier? UpTo(
        Sha256Digest leafHash, ulong index, ulong treeSize, IReadOnlyList<Sha256Digest> proof, Sha256Digest root)
    {
        if (!MerkleTree.VerifyInclusion(leafHash, index, treeSize, [.. proof], root))
        {
            return null;
        }

        var left = new List<Sha256Digest>();
        ulong node = index;
        ulong last = treeSize - 1;
        foreach (Sha256Digest sibling in proof)
        {
            if ((node & 1) == 1 || node == last)
            {
                left.Add(sibling);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }

            node >>= 1;
            last >>= 1;
        }

        left.Reverse();
        MerkleFrontier frontier = Of(index, left);
        frontier.Add(leafHash);
        return frontier;
    }

    /// <summary>Adds a leaf at the end.</summary>
    /// <param name="leafHash">Its hash.</param>
    public void Add(Sha256Digest leafHash)
    {
        Sha256Digest hash = leafHash;
        for (ulong rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            hash = MerkleTree.HashNode(_peaks[^1], hash);
            _peaks.RemoveAt(_peaks.Count - 1);
        }

        _peaks.Add(hash);
        Size++;
    }

    /// <summary>The root of the tree.</summary>
    public Sha256Digest Root()
    {
        if (_peaks.Count == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        Sha256Digest root = _peaks[^1];
        for (int i = _peaks.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.HashNode(_peaks[i], root);
        }

        return root;
    }

    /// <summary>Whether both are of one tree: the same size and the same hashes.</summary>
    public bool IsSameAs(MerkleFrontier other) => Size == other.Size && _peaks.SequenceEqual(other._peaks);

    /// <summary>The same, to add leaves to.</summary>
    public MerkleFrontier Copy() => new(Size, [.. _peaks]);
}
