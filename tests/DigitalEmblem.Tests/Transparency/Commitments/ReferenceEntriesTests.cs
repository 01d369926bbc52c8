using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Every entry of two logs run by the field's own software. If one fails, what organizations logged is not found where the logs put it.
/// </summary>
public class ReferenceEntriesTests
{
    private const string Folder = ReferenceLogs.Folder;

    [CorpusFact]
    public void Entries_EveryOne_HasTheStatedNamesLeafAndPromise()
    {
        LogList list = ReferenceLogs.LogList();
        int count = 0;
        foreach ((JsonElement info, JsonElement stated, string where) in Entries())
        {
            count++;
            BindingChain chain = ReferenceLogs.Chain(info.GetProperty("fullchain").GetString()!);
            Assert.Equal(info.GetProperty("dns").EnumerateArray().Select(d => d.GetString()!), chain.DnsNames);
            Assert.Equal(info.GetProperty("leaf_cert_sha256").GetString(), Sha256Digest.Of(chain.Certificates[0].Span).ToString());
            Assert.Equal(info.GetProperty("not_before").GetDateTimeOffset(), chain.NotBefore);
            Assert.Equal(info.GetProperty("not_after").GetDateTimeOffset(), chain.NotAfter);

            var sct = SignedCertificateTimestamp.Read(stated.GetProperty("sct").GetBytesFromBase64());
            var logId = new Sha256Digest(stated.GetProperty("log_id").GetBytesFromBase64());
            Assert.Equal((logId, stated.GetProperty("timestamp").GetUInt64()), (sct.LogId, sct.Milliseconds));
            Assert.Equal(
                stated.GetProperty("leaf_index_from").GetString() == "sct extension" ? stated.GetProperty("leaf_index").GetUInt64() : null,
                sct.LeafIndex);

            LogLeaf leaf = info.GetProperty("scts_embedded").GetBoolean()
                ? Assert.Single(chain.Promised, p => p.Sct.LogId == logId && p.Sct.Milliseconds == sct.Milliseconds).Leaf
                : LogLeaf.OfCertificate(sct.Milliseconds, chain.Certificates[0].ToArray(), sct.Extensions);
            Assert.True(stated.GetProperty("merkle_tree_leaf").GetBytesFromBase64().AsSpan().SequenceEqual(leaf.Encoded), where);
            Assert.True(stated.GetProperty("leaf_hash").GetString() == leaf.Hash.ToBase64(), where);
            Assert.True(list.Find(logId)!.IsPromisedBy(sct, leaf), where);
            Assert.DoesNotContain(list.Logs, other => other.Id != logId && other.IsPromisedBy(sct, leaf));
        }

        Assert.Equal(22, count);
    }

    [CorpusFact]
    public void Entries_EveryLeafFromWhatWasSubmitted_IsTheLeafOfTheFinalCertificate()
    {
        int presigned = 0;
        foreach ((JsonElement info, JsonElement stated, string where) in Entries())
        {
            TbsCertificate[] submitted = [.. ReferenceLogs.Chain(info.GetProperty("submitted_chain").GetString()!).Parsed];
            var leaf = LogLeaf.Read(stated.GetProperty("merkle_tree_leaf").GetBytesFromBase64());
            Assert.Equal(info.GetProperty("entry_type").GetString() == "precert_entry", leaf.IsPrecertificate);
            if (leaf.IsPrecertificate)
            {
                bool other = submitted[1].SignsPrecertificates;
                presigned += other ? 1 : 0;
                Assert.Equal(info.GetProperty("mode").GetString() == "presigned", other);
                Assert.True(submitted[0].OfPrecertificate(other ? submitted[1] : null).AsSpan().SequenceEqual(leaf.Content), where);
                Assert.Equal(Sha256Digest.Of(submitted[other ? 2 : 1].SubjectPublicKeyInfo.Span), leaf.IssuerKeyHash);
            }
        }

        Assert.Equal(2, presigned);
    }

    [CorpusFact]
    public void Proofs_EveryOne_LeadsFromTheLeafToTheHeadThatTheLogSigned()
    {
        Dictionary<(string Log, bool Early), SignedTreeHead> heads = Heads();
        int count = 0;
        foreach ((_, JsonElement stated, string where) in Entries())
        {
            var leaf = new Sha256Digest(stated.GetProperty("leaf_hash").GetBytesFromBase64());
            string log = where.Split(' ')[1];
            foreach ((string member, bool early) in new[] { ("inclusion_proof_file", false), ("early_inclusion_proof_file", true) })
            {
                if (!stated.TryGetProperty(member, out JsonElement file))
                {
                    continue;
                }

                count++;
                JsonElement proof = Corpora.Json($"{Folder}/{file.GetString()}");
                ulong index = proof.GetProperty("leaf_index").GetUInt64();
                SignedTreeHead head = heads[(log, early)], other = heads[(log, !early)];
                Assert.Equal(stated.GetProperty("leaf_index").GetUInt64(), index);
                Sha256Digest[] path = Digests(proof.GetProperty("audit_path"));
                Assert.True(MerkleTree.VerifyInclusion(leaf, index, head.TreeSize, path, head.RootHash), where);
                Assert.False(MerkleTree.VerifyInclusion(leaf, index + 1, head.TreeSize, path, head.RootHash), where);
                Assert.False(MerkleTree.VerifyInclusion(leaf, index, other.TreeSize, path, other.RootHash), where);
            }
        }

        // verify.txt: eleven to the final and five to the early head, of either kind of log.
        Assert.Equal(32, count);
    }

    [CorpusFact]
    public void Consistency_EarlyToFinalHeadOfEitherLog_Verifies()
    {
        Dictionary<(string Log, bool Early), SignedTreeHead> heads = Heads();
        foreach ((string log, string file) in new[]
        {
            ("static", "logs/static/consistency.json"),
            ("v1", "logs/v1/get-sth-consistency.json")
        })
        {
            Sha256Digest[] proof = Digests(Corpora.Json($"{Folder}/{file}").GetProperty("consistency"));
            SignedTreeHead early = heads[(log, true)], final = heads[(log, false)];
            Assert.True(early.TreeSize < final.TreeSize);
            Assert.True(MerkleTree.VerifyConsistency(early.TreeSize, early.RootHash, final.TreeSize, final.RootHash, proof));
            Assert.False(MerkleTree.VerifyConsistency(early.TreeSize, final.RootHash, final.TreeSize, early.RootHash, proof));
        }
    }

    [CorpusFact]
    public void V1Entries_TheWholeLog_HasTheRootThatWasSigned()
    {
        JsonElement[] entries = [.. Corpora.Json($"{Folder}/logs/v1/get-entries.all.json").GetProperty("entries").EnumerateArray()];
        Sha256Digest[] leaves = [.. entries.Select(e => LogLeaf.Read(e.GetProperty("leaf_input").GetBytesFromBase64()).Hash)];
        Dictionary<(string Log, bool Early), SignedTreeHead> heads = Heads();
        foreach (bool early in new[] { true, false })
        {
            SignedTreeHead head = heads[("v1", early)];
            Assert.Equal(head.RootHash, MerkleTree.RootOf(leaves.AsSpan(0, (int)head.TreeSize)));
        }
    }

    [CorpusFact]
    public void LogEntries_EveryChainWithScts_PointWhereTheLogsPutIt()
    {
        foreach (JsonElement info in Infos().Where(i => i.GetProperty("scts_embedded").GetBoolean()))
        {
            BindingChain chain = ReferenceLogs.Chain(info.GetProperty("fullchain").GetString()!);
            CommitmentEntry[] expected = [.. info.GetProperty("logs").EnumerateObject().Select(l => (l.Name, l.Value))
                .Select(l => l.Name == "static"
                    ? CommitmentEntry.InStaticLog(
                        new Sha256Digest(l.Value.GetProperty("log_id").GetBytesFromBase64()), l.Value.GetProperty("leaf_index").GetUInt64())
                    : CommitmentEntry.InV1Log(
                        new Sha256Digest(l.Value.GetProperty("log_id").GetBytesFromBase64()),
                        new Sha256Digest(l.Value.GetProperty("leaf_hash").GetBytesFromBase64())))];
            Assert.Equal(expected.ToHashSet(), chain.LogEntries().ToHashSet());
        }
    }

    private static JsonElement[] Infos()
    {
        JsonElement[] infos = [.. Directory.EnumerateFiles(Corpora.PathOf($"{Folder}/entries"), "info.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)];
        Assert.Equal(12, infos.Length);
        return infos;
    }

    private static IEnumerable<(JsonElement Info, JsonElement Stated, string Where)> Entries() =>
        from info in Infos()
        from log in info.GetProperty("logs").EnumerateObject()
        select (info, log.Value, $"{info.GetProperty("name")} {log.Name}");

    // Each head is read and its signature verified by the log of the list that the manifest names.
    private static Dictionary<(string Log, bool Early), SignedTreeHead> Heads()
    {
        LogList list = ReferenceLogs.LogList();
        var heads = new Dictionary<(string, bool), SignedTreeHead>();
        foreach (JsonElement stated in Corpora.Json($"{Folder}/manifest.json").GetProperty("logs").EnumerateArray())
        {
            TransparencyLog log = list.Find(new Sha256Digest(stated.GetProperty("log_id").GetBytesFromBase64()))!;
            foreach (string which in new[] { "early", "final" })
            {
                JsonElement head = stated.GetProperty(which);
                byte[] file = File.ReadAllBytes(Corpora.PathOf($"{Folder}/{head.GetProperty("file").GetString()}"));
                SignedTreeHead read = log.Kind == LogKind.Static
                    ? log.HeadOf(Checkpoint.Read(file))!
                    : V1Head(JsonDocument.Parse(file).RootElement);
                Assert.True(log.Signed(read));
                Assert.Equal(
                    (
                        head.GetProperty("tree_size").GetUInt64(),
                        head.GetProperty("root_hash").GetString(),
                        head.GetProperty("timestamp").GetUInt64()),
                    (read.TreeSize, read.RootHash.ToBase64(), read.Milliseconds));
                heads[(stated.GetProperty("name").GetString()!, which == "early")] = read;
            }
        }

        Assert.Equal(4, heads.Count);
        return heads;
    }

    private static SignedTreeHead V1Head(JsonElement json) => new(
        json.GetProperty("tree_size").GetUInt64(),
        json.GetProperty("timestamp").GetUInt64(),
        new Sha256Digest(json.GetProperty("sha256_root_hash").GetBytesFromBase64()),
        json.GetProperty("tree_head_signature").GetBytesFromBase64());

    private static Sha256Digest[] Digests(JsonElement array) =>
        [.. array.EnumerateArray().Select(h => new Sha256Digest(h.GetBytesFromBase64()))];
}
