using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Evidence as JSON (spec/evidence.md): one documented form, versioned, written by hand so that it needs no reflection.</summary>
internal static class GatheredEvidenceJson
{
    public const string Format = "digital-emblem-evidence";
    public const int Version = 1;

    public static string Write(GatheredEvidence evidence, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, evidence);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, GatheredEvidence evidence)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("gatheredFor", Instant(evidence.GatheredFor));
        WriteRules(json, evidence.Rules);
        WriteSpan(json, evidence.Steady);
        WriteArray(json, "answers", InOrder(evidence.Answers), WriteAnswer);
        WriteArray(json, "sources", evidence.Sources, WriteSource);
        WriteTexts(json, "assumptions", evidence.Assumptions);
        WriteTexts(json, "exposure", evidence.Exposure);
        json.WriteEndObject();
    }

    // The order of questions is that of records, which says nothing.
    private static IEnumerable<KeyValuePair<CommitmentClaim, CommitmentEvidence>> InOrder(IReadOnlyDictionary<CommitmentClaim, CommitmentEvidence> answers) =>
        answers.OrderBy(a => $"{a.Key.Organization} {a.Key.Key.CoseIdentifier} {string.Join(' ', a.Key.Log)}", StringComparer.Ordinal);

    private static void WriteRules(Utf8JsonWriter json, CommitmentRules rules)
    {
        json.WriteStartObject("rules");
        json.WriteBoolean("strictNames", rules.StrictNames);
        json.WriteBoolean("allEntries", rules.AllEntries);
        json.WriteBoolean("revocationChecked", rules.RevocationChecked);
        WriteSeconds(json, "maximumLogListAge", rules.MaximumLogListAge);
        WriteSeconds(json, "maximumTimeSinceLogging", rules.MaximumTimeSinceLogging);
        WriteSeconds(json, "clockSkew", rules.ClockSkew);
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, KeyValuePair<CommitmentClaim, CommitmentEvidence> answer)
    {
        (CommitmentClaim claim, CommitmentEvidence known) = answer;
        json.WriteStartObject();
        json.WriteString("organization", claim.Organization.ToString());
        json.WriteString("keyId", claim.Key.CoseIdentifier.ToString());
        json.WriteBase64String("key", claim.Key.ToCoseKey());
        WriteArray(json, "log", claim.Log, JwsWriter.WriteLogEntry);
        json.WriteString("outcome", known.Outcome.ToString());
        WriteTexts(json, "reasons", known.Reasons);
        WriteSpan(json, known.Steady);
        WriteArray(json, "entries", known.Entries, WriteEntry);
        WriteArray(json, "findings", known.Findings, WriteFinding);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, EntryEvidence entry)
    {
        json.WriteStartObject();
        json.WritePropertyName("entry");
        JwsWriter.WriteLogEntry(json, entry.Entry);
        json.WriteString("outcome", entry.Outcome.ToString());
        json.WriteString("assurance", entry.Assurance.ToString());
        json.WriteString("reason", entry.Reason);
        WriteOptional(json, "logName", entry.LogName);
        WriteOptional(json, "loggedAt", entry.LoggedAt is { } loggedAt ? Instant(loggedAt) : null);
        WriteOptional(json, "certificateExpires", entry.CertificateExpires is { } expires ? Instant(expires) : null);
        if (entry.Names is { } names)
        {
            json.WriteStartObject("names");
            json.WriteBoolean("key", names.KeyName);
            json.WriteBoolean("configuration", names.ConfigurationName);
            json.WriteBoolean("domain", names.DomainName);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("names");
        }

        WriteArray(json, "checks", entry.Checks, WriteCheck);
        json.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter json, CommitmentCheck check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Kind.ToString());
        json.WriteString("outcome", check.Outcome.ToString());
        json.WriteString("detail", check.Detail);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code.ToString());
        json.WriteString("severity", finding.Severity.ToString());
        json.WriteString("message", finding.Message);
        json.WriteString("clause", finding.Clause);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, SourceReport source)
    {
        json.WriteStartObject();
        json.WriteString("source", source.Source);
        json.WriteString("outcome", source.Outcome.ToString());
        json.WriteString("detail", source.Detail);
        json.WriteBoolean("authenticated", source.Authenticated);
        WriteTexts(json, "records", source.Records);
        WriteTexts(json, "attempts", source.Attempts);
        WriteTexts(json, "exposure", source.Exposure);
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, Validity span)
    {
        json.WriteStartObject("steady");
        WriteOptional(json, "from", span.NotBefore == DateTimeOffset.MinValue ? null : Instant(span.NotBefore));
        WriteOptional(json, "until", span.Expires == DateTimeOffset.MaxValue ? null : Instant(span.Expires));
        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? span)
    {
        if (span is { } value)
        {
            json.WriteNumber(name, value.Ticks / (decimal)TimeSpan.TicksPerSecond);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        WriteArray(json, name, texts, (writer, text) => writer.WriteStringValue(text));

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static string Instant(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
