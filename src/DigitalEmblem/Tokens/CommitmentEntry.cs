using System.Buffers;
using System.Formats.Cbor;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// One entry of a <c>log</c> claim (core-02, claims): where in Certificate Transparency the certificate stands that commits an organization
/// to its root key. By leaf hash for RFC 6962 logs, by leaf index for static-ct logs, never both.
/// </summary>
public sealed record CommitmentEntry
{
    private CommitmentEntry(Sha256Digest logId, Sha256Digest? leafHash, ulong? leafIndex)
    {
        LogId = logId;
        LeafHash = leafHash;
        LeafIndex = leafIndex;
    }

    /// <summary>The log's identifier: the SHA-256 of its public key (RFC 6962, 3.2).</summary>
    public Sha256Digest LogId { get; }

    /// <summary>The RFC 6962 leaf hash; null for a static log.</summary>
    public Sha256Digest? LeafHash { get; }

    /// <summary>The leaf index, from 0; null for an RFC 6962 log.</summary>
    public ulong? LeafIndex { get; }

    /// <summary>An entry of an RFC 6962 log.</summary>
    /// <param name="logId">The log's identifier.</param>
    /// <param name="leafHash">The leaf hash.</param>
    public static CommitmentEntry InV1Log(Sha256Digest logId, Sha256Digest leafHash) => new(logId, leafHash, null);

    /// <summary>An entry of a static-ct log.</summary>
    /// <param name="logId">The log's identifier.</param>
    /// <param name="leafIndex">The leaf index, from 0.</param>
    public static CommitmentEntry InStaticLog(Sha256Digest logId, ulong leafIndex) => new(logId, null, leafIndex);

    /// <summary>
    /// Reads a JSON array of entries, as a JWS <c>log</c> claim and the prototypes' files have it: <c>ver</c> "v1" with
    /// <c>hash</c>, or "static" with <c>index</c>.
    /// </summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="TokenFormatException">It is not such an array.</exception>
    public static ValueList<CommitmentEntry> ReadJson(ReadOnlyMemory<byte> utf8) =>
        StrictJson.Read(StrictJson.WithoutMark(utf8), value => JwsReader.ReadLog(value, TokenLimits.Default));

    /// <summary>
    /// Entries as JSON, in the form that <see cref="ReadJson"/> reads and the prototypes write: indented by two spaces,
    /// without a final newline.
    /// </summary>
    /// <param name="entries">The entries.</param>
    /// <exception cref="ArgumentException">There is none (decisions.md, 38).</exception>
    public static string WriteJson(IEnumerable<CommitmentEntry> entries)
    {
        entries = NotEmpty(entries);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (CommitmentEntry entry in entries)
            {
                JwsWriter.WriteLogEntry(json, entry);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// Entries as the CBOR array of a CWT's <c>log</c> claim, which is also how the prototypes write them; deterministic encoding.
    /// </summary>
    /// <param name="entries">The entries.</param>
    /// <exception cref="ArgumentException">There is none (decisions.md, 38).</exception>
    public static byte[] WriteCbor(IEnumerable<CommitmentEntry> entries)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        CwtWriter.WriteLog(writer, NotEmpty(entries));
        return writer.Encode();
    }

    private static ValueList<CommitmentEntry> NotEmpty(IEnumerable<CommitmentEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ValueList<CommitmentEntry> all = ValueList.From(entries);
        return all.Count > 0
            ? all
            : throw new ArgumentException("A list of log entries has at least one: an empty one commits to nothing.", nameof(entries));
    }

    /// <summary>The log and the leaf, for messages.</summary>
    public override string ToString() =>
        LeafHash is { } hash ? $"log {LogId.ToBase64()}, leaf hash {hash.ToBase64()}" : $"log {LogId.ToBase64()}, leaf index {LeafIndex}";
}
