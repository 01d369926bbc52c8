using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Evidence as JSON (spec/evidence.md): one documented form, versioned, written by hand so that it needs no reflection.</summary>
internal static class GatheredEvidenceJson
{
    public const string Format = "digital-emblem-evidence";
    public const int Version = 1;

    public static string Write(GatheredEvidence evidence, bool indented) =>
        Encoding.UTF8.GetString(JsonWriting.Document(indented, json => Write(json, evidence)).Span);

    public static void Write(Utf8JsonWriter json, GatheredEvidence evidence)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("gatheredFor", JsonWriting.Instant(evidence.GatheredFor));
        CommitmentRulesJson.Write(json, evidence.Rules);
        WriteSpan(json, evidence.Steady);
        json.WriteArray("answers", InOrder(evidence.Answers), WriteAnswer);
        json.WriteArray("sources", evidence.Sources, WriteSource);
        json.WriteTexts("assumptions", evidence.Assumptions);
        json.WriteTexts("exposure", evidence.Exposure);
        json.WriteEndObject();
    }

    // The questions come in the order of records, which has no meaning, so the answers are sorted.
    private static IEnumerable<KeyValuePair<CommitmentClaim, CommitmentEvidence>> InOrder(
        IReadOnlyDictionary<CommitmentClaim, CommitmentEvidence> answers) =>
        answers.OrderBy(a => $"{a.Key.Organization} {a.Key.Key.CoseIdentifier} {string.Join(' ', a.Key.Log)}", StringComparer.Ordinal);

    private static void WriteAnswer(Utf8JsonWriter json, KeyValuePair<CommitmentClaim, CommitmentEvidence> answer)
    {
        (CommitmentClaim claim, CommitmentEvidence known) = answer;
        json.WriteStartObject();
        json.WriteString("organization", claim.Organization.ToString());
        json.WriteString("keyId", claim.Key.CoseIdentifier.ToString());
        json.WriteBase64String("key", claim.Key.ToCoseKey());
        json.WriteArray("log", claim.Log, JwsWriter.WriteLogEntry);
        json.WriteString("outcome", known.Outcome.ToString());
        json.WriteTexts("reasons", known.Reasons);
        WriteSpan(json, known.Steady);
        json.WriteArray("entries", known.Entries, WriteEntry);
        json.WriteArray("findings", known.Findings, WriteFinding);
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
        json.WriteOptional("logName", entry.LogName);
        json.WriteOptional("loggedAt", entry.LoggedAt is { } loggedAt ? JsonWriting.Instant(loggedAt) : null);
        json.WriteOptional("certificateExpires", entry.CertificateExpires is { } expires ? JsonWriting.Instant(expires) : null);
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

        json.WriteArray("checks", entry.Checks, WriteCheck);
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
        json.WriteTexts("records", source.Records);
        json.WriteTexts("attempts", source.Attempts);
        json.WriteTexts("exposure", source.Exposure);
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, Validity span)
    {
        json.WriteStartObject("steady");
        json.WriteOptional("from", span.NotBefore == DateTimeOffset.MinValue ? null : JsonWriting.Instant(span.NotBefore));
        json.WriteOptional("until", span.Expires == DateTimeOffset.MaxValue ? null : JsonWriting.Instant(span.Expires));
        json.WriteEndObject();
    }
}
