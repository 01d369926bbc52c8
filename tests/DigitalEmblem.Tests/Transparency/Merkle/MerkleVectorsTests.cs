using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Proofs that others made, and their mutations. If one fails, a log can show a commitment that does not stand in it,
/// or rewrite what it showed before.
/// </summary>
public class MerkleVectorsTests
{
    [CorpusFact]
    public void VerifyInclusion_EveryVector_HasTheStatedOutcome()
    {
        JsonElement[] cases = [.. Corpora.Json("ct/merkle/inclusion.json").EnumerateArray()];
        foreach (JsonElement one in cases)
        {
            // A root or leaf that is not 32 bytes long is none: the type refuses it before any proof is looked at.
            bool verified = Digest(one, "root") is { } root
                && Digest(one, "leafHash") is { } leaf
                && Proof(one) is { } proof
                && MerkleTree.VerifyInclusion(
                    leaf, one.GetProperty("leafIdx").GetUInt64(), one.GetProperty("treeSize").GetUInt64(), proof, root);
            Assert.True(verified != one.GetProperty("wantErr").GetBoolean(), one.GetProperty("file").GetString());
        }

        Assert.Equal(49, cases.Length);
        Assert.InRange(cases.Count(c => !c.GetProperty("wantErr").GetBoolean()), 1, 48);
    }

    [CorpusFact]
    public void VerifyConsistency_EveryVector_HasTheStatedOutcome()
    {
        JsonElement[] cases = [.. Corpora.Json("ct/merkle/consistency.json").EnumerateArray()];
        foreach (JsonElement one in cases)
        {
            bool verified = Digest(one, "root1") is { } first
                && Digest(one, "root2") is { } second
                && Proof(one) is { } proof
                && MerkleTree.VerifyConsistency(
                    one.GetProperty("size1").GetUInt64(), first, one.GetProperty("size2").GetUInt64(), second, proof);
            Assert.True(verified != one.GetProperty("wantErr").GetBoolean(), one.GetProperty("file").GetString());
        }

        Assert.Equal(43, cases.Length);
        Assert.InRange(cases.Count(c => !c.GetProperty("wantErr").GetBoolean()), 1, 42);
    }

    [CorpusFact]
    public void ReferenceTree_EveryNodeAndRoot_IsAsStated()
    {
        JsonElement tree = Corpora.Json("ct/merkle/reference_tree.json");
        Sha256Digest[] level =
            [.. Texts(tree.GetProperty("leaf_inputs_hex")).Select(hex => MerkleTree.HashLeaf(Convert.FromHexString(hex)))];
        Sha256Digest[] leaves = level;
        foreach (JsonElement stated in tree.GetProperty("node_hashes_by_level_hex").EnumerateArray())
        {
            Assert.Equal(Texts(stated), level.Select(h => h.ToString()));
            level = [.. level.Chunk(2).Where(pair => pair.Length == 2).Select(pair => MerkleTree.HashNode(pair[0], pair[1]))];
        }

        Assert.Empty(level);
        string[] roots = [.. Texts(tree.GetProperty("root_hash_by_tree_size_hex"))];
        Assert.Equal(9, roots.Length);
        Assert.Equal(roots, Enumerable.Range(0, roots.Length).Select(size => MerkleTree.RootOf(leaves.AsSpan(0, size)).ToString()));
    }

    [CorpusFact]
    public void ReferenceTree_SingleHashes_AreAsStated()
    {
        string[] stated = [.. Corpora.Json("ct/merkle/reference_tree.json").GetProperty("single_hashes").EnumerateArray()
            .Select(h => h.GetProperty("hex").GetString()!)];

        // The fourth is of a node over two texts of four bytes: ours are over hashes only, and the type says so.
        Assert.Equal(4, stated.Length);
        Assert.Equal(stated[0], MerkleTree.EmptyRoot.ToString());
        Assert.Equal(stated[1], MerkleTree.HashLeaf([]).ToString());
        Assert.Equal(stated[2], MerkleTree.HashLeaf("L123456"u8).ToString());
    }

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(t => t.GetString()!);

    private static Sha256Digest? Digest(JsonElement one, string name) => Digest(one.GetProperty(name));

    private static Sha256Digest? Digest(JsonElement value) =>
        Convert.FromBase64String(value.GetString() ?? "") is { Length: Sha256Digest.Length } bytes ? new Sha256Digest(bytes) : null;

    private static Sha256Digest[]? Proof(JsonElement one)
    {
        JsonElement proof = one.GetProperty("proof");
        Sha256Digest?[] hashes = proof.ValueKind == JsonValueKind.Null ? [] : [.. proof.EnumerateArray().Select(Digest)];
        return hashes.All(h => h is not null) ? [.. hashes.Select(h => h!.Value)] : null;
    }
}
