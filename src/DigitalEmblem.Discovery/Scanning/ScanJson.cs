using DigitalEmblem.Verifier;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Discovery;

/// <summary>
/// The JSON form of a scan's results (spec/scan.md): the members of verdict.md with the same names, and only those that a list needs.
/// </summary>
internal static class ScanJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    public static void Write(ScanResult result, IBufferWriter<byte> output)
    {
        Utf8JsonWriter json = s_writer ??= new Utf8JsonWriter(output, Options);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteNumber("version"u8, ScanResult.FormVersion);
        json.WriteNumber("line"u8, result.Line.Number);
        json.WriteString("name"u8, NameOf(result));
        json.WriteString("verdict"u8, Words<VerdictOutcome>.Of(result.Outcome));
        json.WriteString("level"u8, Words<SecurityLevel>.Of(result.Level));
        json.WriteString("levelAtMost"u8, Words<SecurityLevel>.Of(result.LevelAtMost));
        json.WriteBoolean("trusted"u8, result.Trusted);
        json.WriteString("issuer"u8, result.Issuer?.ToString());
        json.WriteStartArray("endorsedBy"u8);
        foreach (OrganizationIdentifier endorser in result.EndorsedBy)
        {
            json.WriteStringValue(endorser.ToString());
        }

        json.WriteEndArray();
        WriteTexts(json, "purposes"u8, PurposesOf(result));
        json.WriteStartArray("assets"u8);
        foreach (AssetIdentifier asset in result.Assets)
        {
            json.WriteStringValue(Printable.Text(asset.ToString()));
        }

        json.WriteEndArray();
        json.WriteString("validFrom"u8, Instant(result.ValidFrom));
        json.WriteString("validUntil"u8, Instant(result.ValidUntil));
        json.WriteString("at"u8, Instant(result.At));
        json.WriteString("absence"u8, result.Absence is { } absence ? Words<AbsenceProof>.Of(absence) : null);
        WriteTexts(json, "assumptions"u8, result.Assumptions);
        json.WriteString("set"u8, result.Set);
        json.WriteStartArray("findings"u8);
        foreach (FindingCode code in result.Findings)
        {
            json.WriteStringValue(Words<FindingCode>.Of(code));
        }

        json.WriteEndArray();
        if (result.Reason is { } reason)
        {
            json.WriteString("reason"u8, reason);
        }

        json.WriteString("lawTexts"u8, LawTexts.Version);
        json.WriteEndObject();
        json.Flush();
        // The writer lives as long as its thread, so make it release the caller's buffer.
        json.Reset(Nowhere);
    }

    /// <summary>The name in its canonical form, or what the line holds in place of one, fit for a terminal.</summary>
    public static string NameOf(ScanResult result) => result.Line.Name?.ToString() ?? Printable.Text(result.Line.Text);

    /// <summary>The names of the purposes that the emblem states.</summary>
    public static IReadOnlyList<string> PurposesOf(ScanResult result) => PurposeNames.Of(result.Purposes.GetValueOrDefault());

    /// <summary>An instant, if there is one.</summary>
    public static string? Instant(DateTimeOffset? instant) => instant is { } value ? VerdictJson.Instant(value) : null;

    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < texts.Count; i++)
        {
            json.WriteStringValue(texts[i]);
        }

        json.WriteEndArray();
    }

    /// <summary>The words of an enumeration, made once.</summary>
    internal static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString());

        public static string Of(T value) => All[value];
    }
}
