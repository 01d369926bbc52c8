using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Verifier;

/// <summary>
/// The verdict as a JSON object: one documented form (spec/verdict.md), versioned, written by hand so that it needs no reflection.
/// </summary>
internal static class VerdictJson
{
    public const int Version = 1;

    public static string Write(Verdict verdict, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder leaves "+" and non-ASCII letters readable; the text goes into files and terminals, never into HTML.
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, verdict);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("verdict", verdict.Outcome.ToString());
        json.WriteString("summary", verdict.ToString());
        json.WriteString("reason", verdict.Reason);
        json.WriteString("level", verdict.Level.ToString());
        json.WriteString("levelAtMost", verdict.LevelAtMost.ToString());
        json.WriteBoolean("trusted", verdict.Trusted);
        WriteTexts(json, "trustedAuthorities", verdict.TrustedAuthorities.Select(a => a.ToString()));
        WriteOptional(json, "name", verdict.Asset?.Name?.ToString());
        WriteOptional(json, "owner", verdict.Verified.Input.Owner?.ToString());
        WriteOptional(json, "asset", verdict.Asset?.ToString());
        WriteOptional(json, "issuer", verdict.Issuer?.ToString());
        WriteTexts(json, "endorsedBy", verdict.EndorsedBy.Select(o => o.ToString()));
        WriteTexts(json, "assets", verdict.Assets.Select(a => Printable.Text(a.ToString())));
        WriteTexts(json, "purposes", PurposeNames.Of(verdict.Purposes.GetValueOrDefault()));
        WriteOptional(json, "validFrom", Instant(verdict.ValidFrom));
        WriteOptional(json, "validUntil", Instant(verdict.ValidUntil));
        json.WriteString("at", Instant(verdict.At));
        WriteArray(json, "sources", verdict.Sources, WriteSource);
        WriteArray(json, "tokens", verdict.Tokens, WriteToken);
        WriteArray(json, "commitments", verdict.Commitments, WriteCommitment);
        WriteArray(json, "findings", verdict.Findings, WriteFinding);
        WriteTexts(json, "assumptions", verdict.Assumptions);
        WriteArray(json, "sets", verdict.Sets, WriteSet);
        WriteTexts(json, "exposure", verdict.Exposure);
        WriteLaw(json, verdict.Law);
        json.WriteEndObject();
    }

    /// <summary>The members on the law, which stand in every answer.</summary>
    internal static void WriteLaw(Utf8JsonWriter json, IReadOnlyList<LawSummary> law)
    {
        json.WriteString("lawTexts", LawTexts.Version);
        json.WriteStartObject("law");
        WriteArray(json, "signs", law, WriteSign);
        json.WriteString("caveat", LawTexts.Caveat);
        json.WriteEndObject();
    }

    private static void WriteSign(Utf8JsonWriter json, LawSummary sign)
    {
        json.WriteStartObject();
        json.WriteString("purpose", sign.Name);
        json.WriteString("line", sign.Line);
        json.WriteString("effect", sign.Effect);
        json.WriteString("limits", sign.Limits);
        json.WriteString("sources", sign.Sources);
        json.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter json, SourceReport source)
    {
        json.WriteStartObject();
        json.WriteString("source", source.Source);
        json.WriteString("outcome", source.Outcome.ToString());
        json.WriteString("detail", source.Detail);
        json.WriteBoolean("authenticated", source.Authenticated);
        // Sorted, because a resolver rotates the order of the records with each answer.
        WriteTexts(json, "records", source.Records.Order(StringComparer.Ordinal));
        WriteTexts(json, "attempts", source.Attempts);
        json.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter json, JudgedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("item", token.Number);
        json.WriteString("where", Printable.Text(token.Item.Origin));
        json.WriteString("kind", TrustPolicy.Lower(token.Kind.ToString()));
        WriteOptional(json, "keyId", token.Item.Token?.KeyIdentifier.ToString());
        WriteOptional(json, "algorithm", token.Item.Token?.Algorithm.Name);
        WriteOptional(json, "issuer", token.Claims?.Issuer?.ToString());
        WriteOptional(json, "notBefore", Instant(token.Claims?.Validity.NotBefore));
        WriteOptional(json, "expires", Instant(token.Claims?.Validity.Expires));
        json.WriteBoolean("signatureValid", token.Key is not null);
        json.WriteBoolean("accepted", token.Accepted);
        WriteArray(json, "findings", token.Findings, WriteFinding);
        json.WriteEndObject();
    }

    private static void WriteCommitment(Utf8JsonWriter json, JudgedCommitment commitment)
    {
        json.WriteStartObject();
        json.WriteString("issuer", commitment.Organization.ToString());
        json.WriteString("keyId", commitment.KeyIdentifier.ToString());
        json.WriteString("outcome", commitment.Evidence.Outcome.ToString());
        WriteTexts(json, "reasons", commitment.Evidence.Reasons);
        WriteTexts(json, "log", commitment.Log.Select(e => e.ToString()));
        WriteArray(json, "entries", commitment.Evidence.Entries, WriteEntry);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, EntryEvidence entry)
    {
        json.WriteStartObject();
        json.WriteString("logId", entry.Entry.LogId.ToBase64());
        WriteOptional(json, "logName", entry.LogName);
        if (entry.Entry.LeafHash is { } hash)
        {
            json.WriteString("hash", hash.ToBase64());
        }

        if (entry.Entry.LeafIndex is { } index)
        {
            json.WriteNumber("index", index);
        }

        json.WriteString("outcome", entry.Outcome.ToString());
        json.WriteString("assurance", TrustPolicy.Lower(entry.Assurance.ToString()));
        json.WriteString("reason", entry.Reason);
        WriteOptional(json, "loggedAt", Instant(entry.LoggedAt));
        WriteOptional(json, "certificateExpires", Instant(entry.CertificateExpires));
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
        json.WriteString("severity", TrustPolicy.Lower(finding.Severity.ToString()));
        json.WriteString("message", finding.Message);
        json.WriteString("clause", finding.Clause);
        if (finding.Item is { } item)
        {
            json.WriteNumber("item", item);
        }

        json.WriteEndObject();
    }

    private static void WriteSet(Utf8JsonWriter json, SetVerdict set)
    {
        json.WriteStartObject();
        json.WriteString("name", set.Set.Name);
        json.WriteString("profile", TrustPolicy.Lower(set.Set.Profile.ToString()));
        json.WriteString("verdict", set.Outcome.ToString());
        json.WriteString("level", set.Set.Level.ToString());
        json.WriteString("levelAtMost", set.Set.LevelAtMost.ToString());
        WriteOptional(json, "issuer", set.Issuer?.ToString());
        json.WriteString("reason", set.Reason);
        json.WriteEndObject();
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

    private static string? Instant(DateTimeOffset? instant) => instant is { } value ? Instant(value) : null;

    internal static string Instant(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
