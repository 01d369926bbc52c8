using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// One organization of the reference logs, committed in both of them: what it claims, its chain, and its entries as the logs deliver them.
/// </summary>
internal static class Society
{
    public const string Name = "society";

    /// <summary>What an organization of the reference logs claims, from its deployment's own tokens.</summary>
    public static CommitmentClaim Claim(string name = Name) => CommitmentClaim
        .In(UnverifiedTokens.Read(Encoding.ASCII.GetBytes(
            ReferenceLogs.ItemsAsText(ReferenceLogs.Deployments().Single(d => d.GetProperty("what").GetString() == $"{name}: as it is")))))
        .Single(c => c.Organization.ToString() == $"https://{name}.example");

    public static BindingChain Chain(string name = Name) => ReferenceLogs.Chain($"entries/{name}/fullchain.pem");

    public static CommitmentMaterial Promised(string name = Name) => CommitmentMaterial.Of([Chain(name)]);

    /// <summary>Its entries with tree heads and proofs, and no chain with SCTs.</summary>
    public static CommitmentMaterial Included(string name = Name) => CommitmentMaterial.Of([], Logged(name));

    public static LoggedEntry[] Logged(string name = Name)
    {
        JsonElement info = Corpora.Json($"{ReferenceLogs.Folder}/entries/{name}/info.json");
        ReadOnlyMemory<byte>[] submitted = [.. ReferenceLogs.Chain(info.GetProperty("submitted_chain").GetString()!).Certificates];
        return [.. info.GetProperty("logs").EnumerateObject().Select(log =>
        {
            var id = new Sha256Digest(log.Value.GetProperty("log_id").GetBytesFromBase64());
            JsonElement proof = Corpora.Json($"{ReferenceLogs.Folder}/{log.Value.GetProperty("inclusion_proof_file").GetString()}");
            ulong index = proof.GetProperty("leaf_index").GetUInt64();
            var leaf = LogLeaf.Read(log.Value.GetProperty("merkle_tree_leaf").GetBytesFromBase64());
            Sha256Digest[] path =
                [.. proof.GetProperty("audit_path").EnumerateArray().Select(h => new Sha256Digest(h.GetBytesFromBase64()))];
            return log.Name == "static"
                ? new LoggedEntry(CommitmentEntry.InStaticLog(id, index), index, leaf, submitted, StaticHead(id), path)
                : new LoggedEntry(CommitmentEntry.InV1Log(id, leaf.Hash), index, leaf, submitted, V1Head(), path);
        })];
    }

    public static CommitmentEvidence Verify(
        CommitmentMaterial material,
        CommitmentRules? rules = null,
        TransparencyTrust? trust = null,
        CommitmentClaim? claim = null,
        DateTimeOffset? at = null) =>
        HeldEvidence.Of(material, trust ?? ReferenceLogs.Trust())
            .ForCommitment(claim ?? Claim(), rules ?? CommitmentRules.Default, at ?? ReferenceLogs.At);

    private static SignedTreeHead StaticHead(Sha256Digest id) =>
        ReferenceLogs.LogList().Find(id)!
            .HeadOf(Checkpoint.Read(File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/logs/static/tree/checkpoint"))))!;

    private static SignedTreeHead V1Head()
    {
        JsonElement head = Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/get-sth.json");
        return new SignedTreeHead(
            head.GetProperty("tree_size").GetUInt64(),
            head.GetProperty("timestamp").GetUInt64(),
            new Sha256Digest(head.GetProperty("sha256_root_hash").GetBytesFromBase64()),
            head.GetProperty("tree_head_signature").GetBytesFromBase64());
    }
}
