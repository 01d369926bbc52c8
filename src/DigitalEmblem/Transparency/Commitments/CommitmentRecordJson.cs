using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Commitment records as JSON (spec/commitments.md, records): one documented form, versioned, written by hand so that it needs no reflection.</summary>
internal static class CommitmentRecordJson
{
    private const string Format = "digital-emblem-commitments";
    private const int Version = 1;

    // A record has some 10 kB; a file for every National Society and ministry has some MB.
    private const int MaxRecords = 100_000;

    public static byte[] Write(IEnumerable<CommitmentRecord> records)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteStartArray("commitments");
            foreach (CommitmentRecord record in InOrder(records))
            {
                Write(json, record);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // Several of one organization and key stand in the order of what is written of them: nothing else tells them apart for certain.
    private static IEnumerable<CommitmentRecord> InOrder(IEnumerable<CommitmentRecord> records) => records
        .GroupBy(r => $"{r.Claim.Organization} {r.Claim.Key.CoseIdentifier}")
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => group.Skip(1).Any() ? group.OrderBy(Alone, StringComparer.Ordinal) : group.AsEnumerable());

    private static string Alone(CommitmentRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, record);
        }

        return Convert.ToHexString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<CommitmentRecord> Read(ReadOnlyMemory<byte> utf8) => StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
    {
        if (StrictJson.OptionalText(root, "format") != Format)
        {
            throw new TokenFormatException($"not a file of commitments (\"format\": \"{Format}\")");
        }

        if (Number(root, "version") != Version)
        {
            throw new TokenFormatException("a version that is not known here; a newer program wrote it", "version", fault: FormatFault.Unsupported);
        }

        JsonElement[] all = [.. StrictJson.Array(Member(root, "commitments"), "commitments")];
        return all.Length <= MaxRecords
            ? all.Select((one, i) => TokenFormatException.InPath($"commitments[{i}]", () => ReadRecord(one))).ToArray()
            : throw new TokenFormatException($"more than {MaxRecords} commitments", fault: FormatFault.LimitExceeded);
    });

    private static void Write(Utf8JsonWriter json, CommitmentRecord record)
    {
        json.WriteStartObject();
        json.WriteString("organization", record.Claim.Organization.ToString());
        json.WriteString("keyId", record.Claim.Key.CoseIdentifier.ToString());
        json.WriteBase64String("key", record.Claim.Key.ToCoseKey());
        json.WriteString("verifiedAt", record.VerifiedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("assurance", record.Assurance == LogAssurance.Included ? "included" : "promised");
        json.WriteStartArray("log");
        foreach (CommitmentEntry entry in record.Claim.Log)
        {
            JwsWriter.WriteLogEntry(json, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("chains");
        foreach (BindingChain chain in record.Material.Chains)
        {
            WriteAll(json, chain.Certificates, c => c.Span.ToArray());
        }

        json.WriteEndArray();
        json.WriteStartArray("logged");
        foreach (LoggedEntry logged in record.Material.Logged.OrderBy(l => record.Claim.Log.ToList().IndexOf(l.Entry)))
        {
            Write(json, logged);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LoggedEntry logged)
    {
        json.WriteStartObject();
        json.WritePropertyName("entry");
        JwsWriter.WriteLogEntry(json, logged.Entry);
        json.WriteNumber("index", logged.Index);
        json.WriteBase64String("leaf", logged.Leaf.Encoded);
        json.WritePropertyName("chain");
        WriteAll(json, logged.Chain, c => c.Span.ToArray());
        json.WriteStartObject("head");
        json.WriteNumber("size", logged.Head.TreeSize);
        json.WriteNumber("timestamp", logged.Head.Milliseconds);
        json.WriteBase64String("root", logged.Head.RootHash.ToArray());
        json.WriteBase64String("signature", logged.Head.Signature.Span.ToArray());
        json.WriteEndObject();
        json.WritePropertyName("proof");
        WriteAll(json, logged.Proof, p => p.ToArray());
        json.WriteEndObject();
    }

    private static CommitmentRecord ReadRecord(JsonElement json)
    {
        var key = VerificationKey.FromCoseKey(Bytes(json, "key"));
        if (!OrganizationIdentifier.TryParse(StrictJson.RequiredText(json, "organization"), out OrganizationIdentifier? organization))
        {
            throw new TokenFormatException("no organization identifier", "organization");
        }

        DateTimeOffset verifiedAt = StrictJson.Instant(StrictJson.RequiredText(json, "verifiedAt"), "verifiedAt");
        LogAssurance assurance = StrictJson.RequiredText(json, "assurance") == "included" ? LogAssurance.Included : LogAssurance.Promised;
        ValueList<CommitmentEntry> log = JwsReader.ReadLog(Member(json, "log"), TokenLimits.Default);
        BindingChain[] chains = [.. Few(json, "chains").Select(c => BindingChain.Of(List(c, "chains"), $"the record of {organization}"))];
        LoggedEntry[] logged = [.. Few(json, "logged").Select(ReadLogged)];
        return new CommitmentRecord(new CommitmentClaim(organization, key, log), CommitmentMaterial.Of(chains, logged), verifiedAt, assurance);
    }

    // A record is kept for one claim, and each of its log entries needs one chain or one entry of a log.
    private static JsonElement[] Few(JsonElement json, string name) =>
        StrictJson.Array(Member(json, name), name).Take(TransparencyLimits.MaxEvidence + 1).ToArray() is { Length: <= TransparencyLimits.MaxEvidence } few
            ? few
            : throw new TokenFormatException($"more than {TransparencyLimits.MaxEvidence} for one commitment", name, fault: FormatFault.LimitExceeded);

    private static LoggedEntry ReadLogged(JsonElement json)
    {
        JsonElement head = Member(json, "head");
        return new LoggedEntry(
            JwsReader.ReadLogEntry(Member(json, "entry")),
            Number(json, "index"),
            LogLeaf.Read(Bytes(json, "leaf")),
            List(Member(json, "chain"), "chain"),
            new SignedTreeHead(Number(head, "size"), Number(head, "timestamp"), Digest(Bytes(head, "root")), Bytes(head, "signature")),
            [.. List(Member(json, "proof"), "proof").Take(MerkleTree.MaxProofLength + 1).Select(p => Digest(p.Span))]);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, IEnumerable<T> items, Func<T, byte[]> bytes)
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            json.WriteBase64StringValue(bytes(item));
        }

        json.WriteEndArray();
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);

    private static ulong Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out ulong number) && number <= long.MaxValue
            ? number
            : throw new TokenFormatException("not a number of 63 bits", name);

    private static byte[] Bytes(JsonElement parent, string name) => Base64(Member(parent, name), name);

    private static List<ReadOnlyMemory<byte>> List(JsonElement array, string name) => [.. StrictJson.Array(array, name).Select(item => (ReadOnlyMemory<byte>)Base64(item, name))];

    private static byte[] Base64(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw new TokenFormatException("not base64", name);

    private static Sha256Digest Digest(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Sha256Digest.Length ? new Sha256Digest(bytes) : throw new TokenFormatException("not a hash of 32 bytes");
}
