using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Commitment records as JSON (spec/commitments.md, records): one documented form, versioned, written by hand so that
/// it needs no reflection.
/// </summary>
internal static class CommitmentRecordJson
{
    private const string Format = "digital-emblem-commitments";
    private const int Version = 1;

    // A record has some 10 kB; a file for every National Society and ministry has some MB.
    private const int MaxRecords = 100_000;

    // Each update of the log list adds one, as long as a commitment was last verified by it.
    private const int MaxLogLists = 1000;

    public static byte[] Write(IEnumerable<CommitmentRecord> records) => Write([.. InOrder(records)], withLists: true);

    /// <summary>Records without the log lists that they refer to: for a store that keeps each list once, or does not need them.</summary>
    public static byte[] WriteWithoutLists(IEnumerable<CommitmentRecord> records) => Write([.. records], withLists: false);

    private static byte[] Write(CommitmentRecord[] records, bool withLists)
    {
        ReadOnlyMemory<byte> document = JsonWriting.Document(indented: true, json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteArray("commitments", records, Write);
            SignedLogList[] lists = withLists ? [.. records.SelectMany(r => r.Material.Listed.Values).DistinctBy(l => l.Digest)
                .OrderBy(l => l.Digest.ToString(), StringComparer.Ordinal)] : [];
            if (lists.Length > 0)
            {
                json.WriteArray("logLists", lists, WriteList);
            }

            json.WriteEndObject();
        });
        return [.. document.Span, (byte)'\n'];
    }

    // Several records of one organization and key are sorted by what is written of them, because nothing else is certain to differ.
    private static IEnumerable<CommitmentRecord> InOrder(IEnumerable<CommitmentRecord> records) => records
        .GroupBy(r => $"{r.Claim.Organization} {r.Claim.Key.CoseIdentifier}")
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => group.Skip(1).Any() ? group.OrderBy(Alone, StringComparer.Ordinal) : group.AsEnumerable());

    private static string Alone(CommitmentRecord record) => Encoding.UTF8.GetString(WriteWithoutLists([record]));

    public static IReadOnlyList<CommitmentRecord> Read(ReadOnlyMemory<byte> utf8) => Read(utf8, []);

    /// <summary>Reads records; log lists that they refer to are in the document, or among those given.</summary>
    public static IReadOnlyList<CommitmentRecord> Read(ReadOnlyMemory<byte> utf8, IEnumerable<SignedLogList> known) =>
        StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
        {
            JsonFields.RequireFormat(root, Format, Version, "a file of commitments");
            Dictionary<Sha256Digest, SignedLogList> lists = known.ToDictionary(l => l.Digest);
            if (root.TryGetProperty("logLists", out _))
            {
                foreach (SignedLogList list in JsonFields.List(root, "logLists", MaxLogLists, ReadList))
                {
                    lists[list.Digest] = list;
                }
            }

            return JsonFields.List(root, "commitments", MaxRecords, record => ReadRecord(record, lists));
        });

    private static void Write(Utf8JsonWriter json, CommitmentRecord record)
    {
        json.WriteStartObject();
        json.WriteString("organization", record.Claim.Organization.ToString());
        json.WriteString("keyId", record.Claim.Key.CoseIdentifier.ToString());
        json.WriteBase64String("key", record.Claim.Key.ToCoseKey());
        json.WriteString("verifiedAt", record.VerifiedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("assurance", record.Assurance == LogAssurance.Included ? "included" : "promised");
        json.WriteArray("log", record.Claim.Log, JwsWriter.WriteLogEntry);
        json.WriteStartArray("chains");
        foreach (BindingChain chain in record.Material.Chains)
        {
            json.WriteStartArray();
            foreach (ReadOnlyMemory<byte> certificate in chain.Certificates)
            {
                json.WriteBase64StringValue(certificate.Span);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        List<CommitmentEntry> order = [.. record.Claim.Log];
        json.WriteArray("logged", record.Material.Logged.OrderBy(l => order.IndexOf(l.Entry)), LoggedEntryJson.Write);
        if (record.Material.Listed.Count > 0)
        {
            json.WriteArray("listedBy", record.Material.Listed.OrderBy(l => order.IndexOf(l.Key)), WriteListing);
        }

        json.WriteEndObject();
    }

    public static void WriteListing(Utf8JsonWriter json, KeyValuePair<CommitmentEntry, SignedLogList> listing)
    {
        json.WriteStartObject();
        json.WritePropertyName("entry");
        JwsWriter.WriteLogEntry(json, listing.Key);
        json.WriteBase64String("sha256", listing.Value.Digest.ToArray());
        json.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter json, SignedLogList list)
    {
        json.WriteStartObject();
        json.WriteBase64String("document", list.Document.Span);
        json.WriteBase64String("signature", list.Signature.Span);
        json.WriteEndObject();
    }

    public static SignedLogList ReadList(JsonElement json)
    {
        byte[] document = JsonFields.Bytes(json, "document");
        return document.Length <= TransparencyLimits.MaxLogListBytes
            ? new SignedLogList(document, JsonFields.Bytes(json, "signature"))
            : throw new TokenFormatException(
                $"a log list of more than {TransparencyLimits.MaxLogListBytes} bytes", "document", fault: FormatFault.LimitExceeded);
    }

    private static CommitmentRecord ReadRecord(JsonElement json, Dictionary<Sha256Digest, SignedLogList> lists)
    {
        var key = VerificationKey.FromCoseKey(JsonFields.Bytes(json, "key"));
        if (!OrganizationIdentifier.TryParse(StrictJson.RequiredText(json, "organization"), out OrganizationIdentifier? organization))
        {
            throw new TokenFormatException("no organization identifier", "organization");
        }

        DateTimeOffset verifiedAt = JsonFields.Instant(json, "verifiedAt");
        LogAssurance assurance = StrictJson.RequiredText(json, "assurance") == "included" ? LogAssurance.Included : LogAssurance.Promised;
        ValueList<CommitmentEntry> log = JwsReader.ReadLog(JsonFields.Required(json, "log"), TokenLimits.Default);
        // A record is kept for one claim, and each of its log entries needs one chain or one entry of a log.
        BindingChain[] chains = JsonFields.List(json, "chains", TransparencyLimits.MaxEvidence, chain => ReadChain(chain, organization));
        LoggedEntry[] logged = JsonFields.List(json, "logged", TransparencyLimits.MaxEvidence, LoggedEntryJson.Read);
        var listed = new Dictionary<CommitmentEntry, SignedLogList>();
        foreach ((CommitmentEntry entry, Sha256Digest digest) in json.TryGetProperty("listedBy", out _)
            ? JsonFields.List(json, "listedBy", TransparencyLimits.MaxEvidence, ReadListing)
            : [])
        {
            // If the list is missing, the commitment is verified by today's list alone.
            if (lists.TryGetValue(digest, out SignedLogList? list))
            {
                listed[entry] = list;
            }
        }

        return new CommitmentRecord(
            new CommitmentClaim(organization, key, log), CommitmentMaterial.Of(chains, logged, [], listed), verifiedAt, assurance);
    }

    private static BindingChain ReadChain(JsonElement chain, OrganizationIdentifier organization) => BindingChain.Of(
        [.. StrictJson.Array(chain, "chain").Take(TransparencyLimits.MaxChainLength + 1)
            .Select(c => (ReadOnlyMemory<byte>)JsonFields.Base64(c, "chain"))],
        $"the record of {organization}");

    public static (CommitmentEntry, Sha256Digest) ReadListing(JsonElement json) =>
        (JwsReader.ReadLogEntry(JsonFields.Required(json, "entry")), JsonFields.Digest(JsonFields.Bytes(json, "sha256")));
}
