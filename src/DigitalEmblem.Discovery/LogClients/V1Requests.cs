using System.Globalization;
using System.Text.Json;

namespace DigitalEmblem.Discovery;

/// <summary>The requests of RFC 6962 (4.3 to 4.6) to one log, and what their answers hold.</summary>
internal sealed class V1Requests(TransparencyLog log, LogQuestions questions)
{
    /// <summary>The tree head, which the log signed.</summary>
    public async Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken)
    {
        byte[] json = await questions.RequireAsync(
            "ct/v1/get-sth", TransparencyLimits.MaxHeadBytes, null, cancellationToken).ConfigureAwait(false);
        SignedTreeHead head = StrictJson.ReadObject(json, root => new SignedTreeHead(
            Number(root, "tree_size"),
            Number(root, "timestamp"),
            Digest(StrictJson.RequiredText(root, "sha256_root_hash"), "sha256_root_hash"),
            Bytes(root, "tree_head_signature")));
        return log.Signed(head) ? head : throw new LogUnansweredException("its tree head is not signed by its key");
    }

    /// <summary>The hashes that show that the second tree contains the first.</summary>
    public async Task<Sha256Digest[]> ConsistencyAsync(ulong first, ulong second, CancellationToken cancellationToken)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-sth-consistency?first={first}&second={second}");
        byte[] json = await questions.RequireAsync(
            path, TransparencyLimits.MaxAnswerBytes, null, cancellationToken).ConfigureAwait(false);
        return StrictJson.ReadObject(json, root => Digests(root, "consistency"));
    }

    /// <summary>Where a leaf stands, and the hashes beside its way to the root.</summary>
    /// <param name="leafHash">The leaf's hash.</param>
    /// <param name="treeSize">The size of the tree.</param>
    /// <param name="tells">What the question tells of us.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(ulong Index, Sha256Digest[] Path)> ProofAsync(
        Sha256Digest leafHash, ulong treeSize, string? tells, CancellationToken cancellationToken)
    {
        string hash = Uri.EscapeDataString(leafHash.ToBase64());
        byte[] proof = await questions.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-proof-by-hash?hash={hash}&tree_size={treeSize}"),
            TransparencyLimits.MaxAnswerBytes,
            tells,
            cancellationToken).ConfigureAwait(false)
            ?? throw new LogUnansweredException("says that it does not find it, which it does not sign");
        return StrictJson.ReadObject(proof, root => (Number(root, "leaf_index"), Digests(root, "audit_path")));
    }

    /// <summary>Entries from an index to another one, both included: at least one, and perhaps fewer than asked for.</summary>
    public async Task<IReadOnlyList<(byte[] LeafInput, byte[] ExtraData)>> EntriesAsync(
        ulong start, ulong end, int maxBytes, CancellationToken cancellationToken)
    {
        byte[] json = await questions.RequireAsync(
            string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-entries?start={start}&end={end}"),
            maxBytes,
            null,
            cancellationToken).ConfigureAwait(false);
        int asked = (int)(end - start) + 1;
        return StrictJson.ReadObject(json, root =>
        {
            JsonElement[] all = [.. StrictJson.Array(Member(root, "entries"), "entries").Take(asked + 1)];
            return all.Length >= 1 && all.Length <= asked
                ? all.Select(e => (Bytes(e, "leaf_input"), Bytes(e, "extra_data"))).ToArray()
                : throw new TokenFormatException(
                    asked == 1 ? $"{all.Length} entries, where one was asked" : $"{all.Length} entries or more, where {asked} were asked",
                    "entries");
        });
    }

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);

    private static ulong Number(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) && number >= 0
            ? (ulong)number
            : throw new TokenFormatException("not a number of 63 bits", name);

    private static byte[] Bytes(JsonElement root, string name) => Base64(StrictJson.RequiredText(root, name), name);

    private static byte[] Base64(string text, string name)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length)
            ? bytes[..length]
            : throw new TokenFormatException("not base64", name);
    }

    private static Sha256Digest Digest(string text, string name) =>
        Base64(text, name) is { Length: Sha256Digest.Length } bytes
            ? new Sha256Digest(bytes)
            : throw new TokenFormatException("not a hash of 32 bytes", name);

    private static Sha256Digest[] Digests(JsonElement root, string name)
    {
        JsonElement list = Member(root, name);
        if (list.ValueKind == JsonValueKind.Null)
        {
            // Go writes an empty list as null.
            return [];
        }

        JsonElement[] all = [.. StrictJson.Array(list, name)];
        return all.Length <= MerkleTree.MaxProofLength
            ? [.. all.Select(item => Digest(StrictJson.Text(item, name), name))]
            : throw new TokenFormatException($"more than {MerkleTree.MaxProofLength} hashes", name);
    }
}
