using System.Text.Json;

namespace DigitalEmblem.Verifier;

/// <summary>
/// An evidence file as JSON (spec/evidence-file.md): one documented form, versioned, written by hand so that it needs no reflection.
/// </summary>
internal static class EvidenceFileJson
{
    public const string Format = "digital-emblem-evidence-file";
    public const int Version = 1;

    public static byte[] Write(EvidenceFile file)
    {
        ReadOnlyMemory<byte> document = JsonWriting.Document(indented: true, json => Write(json, file));
        return [.. document.Span, (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter json, EvidenceFile file)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("producer", file.Producer);
        json.WriteString("lawTexts", file.LawTexts);
        json.WriteString("at", JsonWriting.Instant(file.At));
        json.WriteOptional("asset", file.Asset?.ToString());
        json.WriteArray("inputs", file.Inputs, WriteInput);
        if (file.IhleType is { } type)
        {
            json.WriteNumber("ihleType", type);
        }
        else
        {
            json.WriteNull("ihleType");
        }

        WriteVerifier(json, file.Options);
        TrustPolicyJson.Write(json, file.Policy);
        WriteStated(json, file);
        WriteTrust(json, file.Trust);
        WriteMaterial(json, file.Material);
        json.WriteTexts("exposure", file.Exposure);
        json.WriteArray("gathered", file.Gathered, GatheredEvidenceJson.Write);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, EvidenceInput input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteBase64String("bytes", input.Bytes.Span);
        json.WriteEndObject();
    }

    private static void WriteVerifier(Utf8JsonWriter json, VerifierOptions options)
    {
        json.WriteStartObject("verifier");
        json.WriteByteStrings("keys", options.Keys.Select(k => (ReadOnlyMemory<byte>)k.ToCoseKey()));
        json.WriteSeconds("clockSkew", options.ClockSkew);
        json.WriteSeconds("slowClock", options.SlowClock);
        CommitmentRulesJson.Write(json, options.Commitments);
        json.WriteEndObject();
    }

    private static void WriteStated(Utf8JsonWriter json, EvidenceFile file)
    {
        json.WriteStartObject("stated");
        json.WriteBoolean("all", file.AllAssumed);
        json.WriteBoolean("complete", file.StatedIsComplete);
        json.WriteTexts("commitments", file.Stated.Select(s => $"{s.Organization}={s.Key}"));
        json.WriteEndObject();
    }

    private static void WriteTrust(Utf8JsonWriter json, TransparencyTrust trust)
    {
        if (trust.Logs is { } logs)
        {
            json.WriteBase64String("logList", logs.Document.Span);
        }
        else
        {
            json.WriteNull("logList");
        }

        json.WriteByteStrings("roots", trust.Roots.Certificates);
        json.WriteByteStrings("revocationLists", trust.RevocationLists.Select(r => r.Encoded));
    }

    private static void WriteMaterial(Utf8JsonWriter json, CommitmentMaterial material)
    {
        json.WriteArray("chains", material.Chains, WriteChain);
        json.WriteArray("logged", material.Logged, LoggedEntryJson.Write);
        json.WriteArray("unanswered", material.Silent, WriteUnanswered);
        SignedLogList[] lists = [.. material.Listed.Values.DistinctBy(l => l.Digest)];
        json.WriteArray("logLists", lists, CommitmentRecordJson.WriteList);
        json.WriteArray("listedBy", material.Listed, CommitmentRecordJson.WriteListing);
    }

    private static void WriteChain(Utf8JsonWriter json, BindingChain chain)
    {
        json.WriteStartObject();
        json.WriteString("where", chain.Where);
        json.WriteByteStrings("certificates", chain.Certificates);
        json.WriteEndObject();
    }

    private static void WriteUnanswered(Utf8JsonWriter json, KeyValuePair<CommitmentEntry, string> unanswered)
    {
        json.WriteStartObject();
        json.WritePropertyName("entry");
        JwsWriter.WriteLogEntry(json, unanswered.Key);
        json.WriteString("reason", unanswered.Value);
        json.WriteEndObject();
    }
}
