using System.Text.Json;

namespace DigitalEmblem;

/// <summary>An entry as a log delivered it, in files (spec/commitments.md). Nothing of it is verified by reading.</summary>
internal static class LoggedEntryJson
{
    public static void Write(Utf8JsonWriter json, LoggedEntry logged)
    {
        json.WriteStartObject();
        json.WritePropertyName("entry");
        JwsWriter.WriteLogEntry(json, logged.Entry);
        json.WriteNumber("index", logged.Index);
        json.WriteBase64String("leaf", logged.Leaf.Encoded);
        json.WriteByteStrings("chain", logged.Chain);
        json.WriteStartObject("head");
        json.WriteNumber("size", logged.Head.TreeSize);
        json.WriteNumber("timestamp", logged.Head.Milliseconds);
        json.WriteBase64String("root", logged.Head.RootHash.ToArray());
        json.WriteBase64String("signature", logged.Head.Signature.Span);
        json.WriteEndObject();
        json.WriteByteStrings("proof", logged.Proof.Select(p => (ReadOnlyMemory<byte>)p.ToArray()));
        json.WriteEndObject();
    }

    public static LoggedEntry Read(JsonElement json)
    {
        JsonElement head = JsonFields.Object(json, "head");
        return new LoggedEntry(
            JwsReader.ReadLogEntry(JsonFields.Required(json, "entry")),
            JsonFields.Number(json, "index"),
            LogLeaf.Read(JsonFields.Bytes(json, "leaf")),
            JsonFields.ByteStrings(json, "chain", TransparencyLimits.MaxChainLength),
            new SignedTreeHead(
                JsonFields.Number(head, "size"),
                JsonFields.Number(head, "timestamp"),
                JsonFields.Digest(JsonFields.Bytes(head, "root")),
                JsonFields.Bytes(head, "signature")),
            [.. JsonFields.ByteStrings(json, "proof", MerkleTree.MaxProofLength).Select(p => JsonFields.Digest(p.Span))]);
    }
}
