using System.Globalization;
using System.Text.Json;

namespace DigitalEmblem.Discovery;

/// <summary>Reads an RFC 6962 log (4.3 to 4.6): tree head, proof by hash, entry. Each such question tells the log the leaf hash.</summary>
internal sealed class V1LogReader(TransparencyLog log, LogQuestions questions, HeadReader heads)
{
    private static readonly string TellsHash = HandedText.Of($"which leaf hash we want, and so which organization");

    public async Task<LoggedEntry> FindAsync(CommitmentEntry entry, CancellationToken cancellationToken)
    {
        SignedTreeHead head = await heads.ReadAsync(AskHeadAsync, ProveAsync, cancellationToken).ConfigureAwait(false);
        string hash = Uri.EscapeDataString(entry.LeafHash!.Value.ToBase64());
        string proofPath = string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-proof-by-hash?hash={hash}&tree_size={head.TreeSize}");
        byte[] proof = await questions.GetAsync(
            proofPath,
            TransparencyLimits.MaxAnswerBytes,
            TellsHash,
            cancellationToken).ConfigureAwait(false)
            ?? throw new LogUnansweredException("says that it does not find it, which it does not sign");
        (ulong index, Sha256Digest[] path) = StrictJson.ReadObject(
            proof, root => (Number(root, "leaf_index"), Digests(root, "audit_path")));
        byte[] entries = await questions.RequireAsync(
            string.Create(CultureInfo.InvariantCulture, $"ct/v1/get-entries?start={index}&end={index}"),
            TransparencyLimits.MaxAnswerBytes,
            null,
            cancellationToken).ConfigureAwait(false);
        (byte[] leafInput, byte[] extraData) = StrictJson.ReadObject(entries, root =>
        {
            JsonElement[] all = [.. StrictJson.Array(Member(root, "entries"), "entries")];
            return all.Length == 1
                ? (Bytes(all[0], "leaf_input"), Bytes(all[0], "extra_data"))
                : throw new TokenFormatException($"{all.Length} entries, where one was asked", "entries");
        });
        var leaf = LogLeaf.Read(leafInput);
        return new LoggedEntry(entry, index, leaf, ReadChain(leaf, extraData), head, path);
    }

    private async Task<SignedTreeHead> AskHeadAsync()
    {
        byte[] json = await questions.RequireAsync(
            "ct/v1/get-sth", TransparencyLimits.MaxHeadBytes, null, CancellationToken.None).ConfigureAwait(false);
        SignedTreeHead head = StrictJson.ReadObject(json, root => new SignedTreeHead(
            Number(root, "tree_size"),
            Number(root, "timestamp"),
            Digest(StrictJson.RequiredText(root, "sha256_root_hash"), "sha256_root_hash"),
            Bytes(root, "tree_head_signature")));
        return log.Signed(head) ? head : throw new LogUnansweredException("its tree head is not signed by its key");
    }

    private async Task<bool> ProveAsync(SignedTreeHead first, SignedTreeHead second)
    {
        string path = string.Create(
            CultureInfo.InvariantCulture, $"ct/v1/get-sth-consistency?first={first.TreeSize}&second={second.TreeSize}");
        Sha256Digest[] proof = first.TreeSize == 0
            ? []
            : StrictJson.ReadObject(
                await questions.RequireAsync(path, TransparencyLimits.MaxAnswerBytes, null, CancellationToken.None).ConfigureAwait(false),
                root => Digests(root, "consistency"));
        return MerkleTree.VerifyConsistency(first.TreeSize, first.RootHash, second.TreeSize, second.RootHash, proof);
    }

    // RFC 6962, 4.6: extra_data is the chain that was submitted; for a precertificate, the precertificate itself stands before the chain.
    private static List<ReadOnlyMemory<byte>> ReadChain(LogLeaf leaf, byte[] extraData)
    {
        var reader = new TlsReader(extraData);
        List<ReadOnlyMemory<byte>> chain = [leaf.IsPrecertificate ? reader.Opaque24().ToArray() : leaf.Content];
        var rest = new TlsReader(reader.Opaque24());
        reader.End();
        while (!rest.AtEnd)
        {
            chain.Add(rest.Opaque24().ToArray());
            if (chain.Count > TransparencyLimits.MaxChainLength)
            {
                throw new TokenFormatException(
                    $"a chain of more than {TransparencyLimits.MaxChainLength} certificates", fault: FormatFault.LimitExceeded);
            }
        }

        return chain;
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
