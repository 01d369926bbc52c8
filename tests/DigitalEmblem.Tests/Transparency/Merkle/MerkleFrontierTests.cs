using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The edge of a tree that grows. If one fails, a reader who follows a log takes other entries for those that the log signed, or accuses
/// an honest log.
/// </summary>
public class MerkleFrontierTests
{
    [Property(MaxTest = 60)]
    public void Add_LeafAfterLeaf_HasTheRootOfEachSize(byte seed)
    {
        Sha256Digest[] leaves = Leaves(seed, 300);
        var frontier = MerkleFrontier.Empty();
        for (int size = 0; size < leaves.Length; size++)
        {
            Assert.Equal(MerkleTree.RootOf(leaves.AsSpan(0, size)), frontier.Root());
            Assert.Equal((ulong)size, frontier.Size);
            frontier.Add(leaves[size]);
        }
    }

    [Property(MaxTest = 200)]
    public void UpTo_ProofInAnyTree_IsTheFrontierOfTheLeavesBefore(byte seed, ushort one, ushort other)
    {
        int size = 1 + (one % 200);
        int index = other % size;
        Sha256Digest[] leaves = Leaves(seed, size);
        var grown = MerkleFrontier.Empty();
        foreach (Sha256Digest leaf in leaves[..(index + 1)])
        {
            grown.Add(leaf);
        }

        Sha256Digest root = MerkleTree.RootOf(leaves);
        Sha256Digest[] proof = [.. Proof(leaves, index)];
        Assert.True(MerkleFrontier.UpTo(leaves[index], (ulong)index, (ulong)size, proof, root)?.IsSameAs(grown));
        Assert.Null(MerkleFrontier.UpTo(Sha256Digest.Of([1]), (ulong)index, (ulong)size, proof, root));
        Assert.True(MerkleFrontier.Of(grown.Size, grown.Peaks).IsSameAs(grown));
    }

    [Fact]
    public void Of_AnotherNumberOfHashes_IsRefused()
    {
        Assert.Throws<TokenFormatException>(() => MerkleFrontier.Of(5, Leaves(0, 3)));
        Assert.Throws<TokenFormatException>(() => MerkleFrontier.Of(4, []));
    }

    [CorpusFact]
    public void Add_LeavesOfTheReferenceTree_HasItsRoot()
    {
        var log = MerkleFrontier.Empty();
        foreach (System.Text.Json.JsonElement entry in Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/get-entries.all.json")
            .GetProperty("entries").EnumerateArray())
        {
            log.Add(MerkleTree.HashLeaf(entry.GetProperty("leaf_input").GetBytesFromBase64()));
        }

        System.Text.Json.JsonElement signed = Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/get-sth.json");
        Assert.Equal(signed.GetProperty("tree_size").GetUInt64(), log.Size);
        Assert.Equal(signed.GetProperty("sha256_root_hash").GetString(), log.Root().ToBase64());
    }

    private static Sha256Digest[] Leaves(byte seed, int count) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleTree.HashLeaf([seed, .. BitConverter.GetBytes(i)]))];

    private static IEnumerable<Sha256Digest> Proof(Sha256Digest[] leaves, int index)
    {
        if (leaves.Length == 1)
        {
            return [];
        }

        int left = (int)MerkleTree.LeftSize((ulong)leaves.Length);
        return index < left
            ? Proof(leaves.AsSpan(0, left).ToArray(), index).Append(MerkleTree.RootOf(leaves.AsSpan(left)))
            : Proof(leaves.AsSpan(left).ToArray(), index - left).Append(MerkleTree.RootOf(leaves.AsSpan(0, left)));
    }
}
