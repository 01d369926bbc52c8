using System.Text.Json.Nodes;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>Lies of an RFC 6962 log in its JSON, its proofs and its entries.</summary>
internal static class V1Lies
{
    private const string Unreadable = "its answer cannot be read";
    private const string NoProof = "the proof does not show that the leaf stands in that tree";
    private const string AnotherLeaf = "the log delivered another leaf";
    private const string NoChain = "the log delivered no chain that belongs to the leaf";

    public static IReadOnlyList<Lie> All { get; } =
    [
        .. ((Lie[])
        [
            // The tree head.
            Head("tree_size", "-1"),
            Head("tree_size", "13.0"),
            Head("tree_size", "1.3e1"),
            Head("tree_size", "1e400"),
            Head("tree_size", "9223372036854775808"),
            Head("tree_size", "184467440737095516160"),
            Head("tree_size", "\"13\""),
            Head("tree_size", "null"),
            Head("tree_size", "[13]"),
            Head("tree_size", null),
            Head("timestamp", "253402300800000"),
            Head("timestamp", "9223372036854775807"),
            Head("timestamp", "-1"),
            Head("timestamp", null),
            Head("sha256_root_hash", "\"\""),
            Head("sha256_root_hash", "\"not base64\""),
            Head("sha256_root_hash", $"\"{Convert.ToBase64String(new byte[31])}\""),
            Head("sha256_root_hash", "7"),
            Head("sha256_root_hash", null),
            Lie.Unavailable("get-sth: a lone surrogate in its signature", Unreadable, s => s.Text(
                Tampering.V1Head,
                text => text.Replace("tree_head_signature\":\"", "tree_head_signature\":\"\\ud800", StringComparison.Ordinal))),
            Head("tree_head_signature", null),
            Lie.Unavailable(
                "get-sth: tree_size 9223372036854775807",
                "is not signed by its key",
                s => s.Member(Tampering.V1Head, "tree_size", "9223372036854775807")),
            Lie.Unavailable(
                "get-sth: no signature", "is not signed by its key", s => s.Member(Tampering.V1Head, "tree_head_signature", "\"\"")),

            // What is no JSON of ours, wherever it stands.
            .. new[] { Tampering.V1Head, Tampering.V1Proof, Tampering.V1Entries }.SelectMany(path => new[]
            {
                Lie.Unavailable(
                    $"{path}: a member that stands twice", Unreadable, s => s.Text(path, text => $"{{\"{Member(path)}\":0,{text[1..]}")),
                Lie.Unavailable(
                    $"{path}: nested deep",
                    Unreadable,
                    s => s.Text(path, text => $"{text[..^1]},\"more\":{new string('[', 5000)}{new string(']', 5000)}}}")),
                Lie.Unavailable($"{path}: not JSON", Unreadable, s => s.Text(path, _ => "tree_size=13")),
                Lie.Unavailable($"{path}: cut short", Unreadable, s => s.Text(path, text => text[..^1])),
                Lie.Unavailable($"{path}: something after it", Unreadable, s => s.Text(path, text => text + text)),
                Lie.Unavailable($"{path}: an array", Unreadable, s => s.Text(path, text => $"[{text}]")),
                Lie.Unavailable($"{path}: null", Unreadable, s => s.Text(path, _ => "null")),
                Lie.Unavailable($"{path}: an empty object", Unreadable, s => s.Text(path, _ => "{}")),
                Lie.Unavailable($"{path}: not UTF-8", Unreadable, s => s.Bytes(path, body => [0xff, .. body])),
                Lie.Proven($"{path}: a member of the future", s => s.Text(path, text => $"{text[..^1]},\"more\":{{}}}}")),
            }),

            // The proof.
            Lie.Unavailable(
                "proof: of another leaf",
                NoProof,
                s => s.Member(Tampering.V1Proof, "audit_path", ProofOf(s, 6)["audit_path"]!.ToJsonString())),
            // All that is shown is true, of a leaf that nobody asked for: it does not refute.
            Lie.Unavailable("proof: of another organization's leaf, which is delivered too", AnotherLeaf, s =>
            {
                s.Authority.Issue(["another.example"], [s.Log]);
                s.Log.Publish();
                s.Text(Tampering.V1Proof, _ => ProofOf(s, 13, size: 14).ToJsonString());
            }),
            // get-entries delivers the right leaf nevertheless.
            Lie.Unavailable("proof: right leaf and path, for another index", NoProof, s =>
            {
                byte[] right = s.Log.Answer($"{Tampering.V1Entries}?start=5&end=5")!.Body;
                JsonObject wrong = ProofOf(s, 5);
                wrong["leaf_index"] = 4;
                s.Lie((path, honest) => path.StartsWith(Tampering.V1Entries, StringComparison.Ordinal) ? new LogResponse(right)
                    : path.StartsWith(Tampering.V1Proof, StringComparison.Ordinal)
                        ? new LogResponse(System.Text.Encoding.UTF8.GetBytes(wrong.ToJsonString()))
                    : honest);
            }),
            Lie.Unavailable(
                "proof: index beyond the tree",
                "the log was asked, and it has nothing at",
                s => s.Member(Tampering.V1Proof, "leaf_index", "13")),
            Lie.Unavailable("proof: index -1", Unreadable, s => s.Member(Tampering.V1Proof, "leaf_index", "-1")),
            Lie.Unavailable("proof: without index", Unreadable, s => s.Member(Tampering.V1Proof, "leaf_index", null)),
            Lie.Unavailable("proof: too short", NoProof, s => Path(s, path => path.RemoveAt(path.Count - 1))),
            Lie.Unavailable("proof: without its first hash", NoProof, s => Path(s, path => path.RemoveAt(0))),
            Lie.Unavailable("proof: too long", NoProof, s => Path(s, path => path.Add(path[0]!.DeepClone()))),
            Lie.Unavailable("proof: empty", NoProof, s => Path(s, path => path.Clear())),
            Lie.Unavailable("proof: null", NoProof, s => s.Member(Tampering.V1Proof, "audit_path", "null")),
            Lie.Unavailable("proof: with an altered hash", NoProof, s => Path(
                s, path => path[1] = Convert.ToBase64String(Tampering.Flip(Convert.FromBase64String(path[1]!.GetValue<string>()), 0)))),
            Lie.Unavailable(
                "proof: two hashes exchanged",
                NoProof,
                s => Path(s, path => (path[0], path[1]) = (path[1]!.DeepClone(), path[0]!.DeepClone()))),
            Lie.Unavailable("proof: of 64 hashes", NoProof, s => Path(s, path => Lengthen(path, 64))),
            Lie.Unavailable("proof: of 65 hashes", Unreadable, s => Path(s, path => Lengthen(path, 65))),
            Lie.Unavailable("proof: a hash of 31 bytes", Unreadable, s => Path(s, path => path[0] = Convert.ToBase64String(new byte[31]))),
            Lie.Unavailable("proof: a number in place of a hash", Unreadable, s => Path(s, path => path[0] = 7)),
            Lie.Unavailable("proof: without path", Unreadable, s => s.Member(Tampering.V1Proof, "audit_path", null)),
            Lie.Unavailable(
                "proof: for the tree of another size", NoProof, s => s.Text(Tampering.V1Proof, _ => ProofOf(s, 5, size: 9).ToJsonString())),

            // The consistency of a tree that grew.
            Grown("too short", s => Consistency(s, proof => proof.RemoveAt(0))),
            Grown("too long", s => Consistency(s, proof => proof.Add(proof[0]!.DeepClone()))),
            Grown("empty", s => Consistency(s, proof => proof.Clear())),
            Grown(
                "with an altered hash",
                s => Consistency(s, proof =>
                    proof[^1] = Convert.ToBase64String(Tampering.Flip(Convert.FromBase64String(proof[^1]!.GetValue<string>()), 0)))),
            // No proof came for the larger tree: then it is not taken, and the entry is shown in the one that is known. Anyone who blocks
            // one answer must not do more harm than by blocking all.
            Lie.Proven("consistency: none to be had", s => Grow(
                s, () => s.Lie((path, honest) => path.StartsWith(Tampering.V1Consistency, StringComparison.Ordinal) ? null : honest))) with
            {
                HonestBefore = true
            },
            Lie.Proven("consistency: not JSON", s => Grow(s, () => s.Text(Tampering.V1Consistency, _ => "yes"))) with
            {
                HonestBefore = true
            },

            // The entry.
            Lie.Unavailable(
                "get-entries: another entry",
                NoProof,
                s => s.Json(Tampering.V1Entries, json => json["entries"] = new JsonArray(Node(s.Log, 6)))),
            Lie.Unavailable(
                "get-entries: two entries",
                Unreadable,
                s => s.Json(Tampering.V1Entries, json => json["entries"]!.AsArray().Add(Node(s.Log, 6)))),
            Lie.Unavailable("get-entries: none", Unreadable, s => s.Member(Tampering.V1Entries, "entries", "[]")),
            Lie.Unavailable("get-entries: null", Unreadable, s => s.Member(Tampering.V1Entries, "entries", "null")),
            Lie.Unavailable("get-entries: an entry that is none", Unreadable, s => s.Member(Tampering.V1Entries, "entries", "[7]")),
            Lie.Unavailable(
                "get-entries: nothing there",
                "it has nothing at ct/v1/get-entries",
                s => s.Lie((path, honest) => path.StartsWith(Tampering.V1Entries, StringComparison.Ordinal) ? null : honest)),
            Leaf("of version 2", leaf => Tampering.Flip(leaf, 0)),
            Leaf("of another type", leaf => Tampering.Flip(leaf, 1)),
            Leaf("of a third kind of entry", leaf => [.. leaf[..10], 0, 2, .. leaf[12..]]),
            Leaf("with a byte left over", leaf => [.. leaf, 0]),
            Leaf("cut short", leaf => leaf[..^1]),
            Leaf("of no bytes", _ => []),
            Leaf("of a time after the year 9999", leaf => [.. leaf[..2], 0xff, .. leaf[3..]]),
            Lie.Unavailable(
                "leaf_input: a millisecond later",
                AnotherLeaf,
                s => s.Entry(entry => Change(entry, "leaf_input", leaf => Tampering.Flip(leaf, 9)))),
            Lie.Unavailable(
                "leaf_input: with an extension",
                AnotherLeaf,
                s => s.Entry(entry => Change(entry, "leaf_input", leaf => [.. leaf[..^2], 0, 1, 0]))),

            // What was submitted, which no hash covers.
            Extra(
                "of another entry",
                NoChain,
                (s, _) => Convert.FromBase64String(JsonNode.Parse(Another(s).ToJsonString())!["extra_data"]!.GetValue<string>())),
            Extra("without the precertificate", Unreadable, (_, extra) => extra[(3 + Length(extra))..]),
            Extra("without anything above", "leads to no root", (_, extra) => [.. extra[..(3 + Length(extra))], 0, 0, 0]),
            Extra("with the precertificate altered", NoChain, (_, extra) => Tampering.Flip(extra, Length(extra) / 2)),
            Extra("garbage", Unreadable, (_, _) => [1, 2, 3, 4]),
            Extra("empty", Unreadable, (_, _) => []),
            Extra("with a byte left over", Unreadable, (_, extra) => [.. extra, 0]),
            Extra(
                "a garbage certificate first above",
                NoChain,
                (s, extra) => Chain(extra, "garbage"u8.ToArray(), s.Authority.Intermediate.ToArray())),
            // The way to the root does not need it: anyone who can add rubbish must not be able to take a proof away.
            Rubbish(
                "a garbage certificate after the issuer's",
                (s, extra) => Chain(extra, s.Authority.Intermediate.ToArray(), "garbage"u8.ToArray())),
            Rubbish("an empty certificate after the issuer's", (s, extra) => Chain(extra, s.Authority.Intermediate.ToArray(), [])),
            Extra(
                "more certificates than any chain has",
                Unreadable,
                (s, extra) => Chain(extra, [.. Enumerable.Repeat(s.Authority.Intermediate.ToArray(), 20)])),
            Lie.Proven(
                "extra_data: the issuer's certificate many times", s => s.Entry(entry => Change(
                    entry, "extra_data", extra => Chain(extra, [.. Enumerable.Repeat(s.Authority.Intermediate.ToArray(), 5)])))),
        ]).Select(l => l with { Only = LogKind.Rfc6962 }),
    ];

    private static Lie Head(string member, string? raw) =>
        Lie.Unavailable($"get-sth: {member} {raw ?? "missing"}", Unreadable, s => s.Member(Tampering.V1Head, member, raw));

    private static Lie Leaf(string what, Func<byte[], byte[]> change) =>
        Lie.Unavailable($"leaf_input: {what}", Unreadable, s => s.Entry(entry => Change(entry, "leaf_input", change)));

    private static Lie Extra(string what, string because, Func<LogScene, byte[], byte[]> change) =>
        Lie.Unavailable($"extra_data: {what}", because, s => s.Entry(entry => Change(entry, "extra_data", extra => change(s, extra))));

    private static Lie Rubbish(string what, Func<LogScene, byte[], byte[]> change) =>
        Extra(what, "", change) with { Outcome = CommitmentOutcome.Proven };

    private static Lie Grown(string what, Action<LogScene> tell) =>
        Lie.Unavailable($"consistency: proof {what}", "it did not show that its tree of", s => Grow(s, () => tell(s))) with
        {
            HonestBefore = true
        };

    private static void Grow(LogScene scene, Action tell)
    {
        scene.Log.Fill(9);
        scene.Log.Publish();
        tell();
    }

    private static string Member(string path) =>
        path == Tampering.V1Head ? "tree_size" : path == Tampering.V1Proof ? "leaf_index" : "entries";

    private static void Path(LogScene scene, Action<JsonArray> change) =>
        scene.Json(Tampering.V1Proof, json => change(json["audit_path"]!.AsArray()));

    private static void Consistency(LogScene scene, Action<JsonArray> change) =>
        scene.Json(Tampering.V1Consistency, json => change(json["consistency"]!.AsArray()));

    private static void Lengthen(JsonArray path, int count)
    {
        while (path.Count < count)
        {
            path.Add(path[0]!.DeepClone());
        }
    }

    private static JsonObject ProofOf(LogScene scene, int index, int size = 13) =>
        JsonNode.Parse(scene.Log
            .Answer($"{Tampering.V1Proof}?hash={Uri.EscapeDataString(scene.Log.Leaf(index).Hash.ToBase64())}&tree_size={size}")!.Body)!
            .AsObject();

    private static JsonNode Node(TestLog log, int index) => System.Text.Json.JsonSerializer.SerializeToNode(log.EntryJson(index))!;

    private static JsonNode Another(LogScene scene)
    {
        scene.Authority.Issue(["another.example"], [scene.Log]);
        return Node(scene.Log, scene.Log.Count - 1);
    }

    private static void Change(JsonObject entry, string member, Func<byte[], byte[]> change) =>
        entry[member] = Convert.ToBase64String(change(Convert.FromBase64String(entry[member]!.GetValue<string>())));

    private static int Length(byte[] opaque24) => (opaque24[0] << 16) | (opaque24[1] << 8) | opaque24[2];

    private static byte[] Chain(byte[] extra, params byte[][] above)
    {
        var chain = new TlsWriter();
        foreach (byte[] certificate in above)
        {
            chain.Opaque24(certificate);
        }

        return new TlsWriter().Raw(extra.AsSpan(0, 3 + Length(extra))).Opaque24(chain.Written).ToArray();
    }
}
