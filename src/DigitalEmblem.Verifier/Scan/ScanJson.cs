using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Verifier;

/// <summary>The JSON form of a scan's results (spec/scan.md): the members of verdict.md with the same names, and only those that a list needs.</summary>
internal static class ScanJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    public static void Write(ScanResult result, IBufferWriter<byte> output)
    {
        Utf8JsonWriter json = s_writer ??= new Utf8JsonWriter(output, Options);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteNumber("line"u8, result.Line.Number);
        json.WriteString("name"u8, NameOf(result));
        json.WriteString("verdict"u8, Words<Outcome>.Of(result.Outcome));
        json.WriteString("level"u8, Words<SecurityLevel>.Of(result.Level));
        json.WriteBoolean("trusted"u8, result.Trusted);
        json.WriteString("issuer"u8, result.Issuer?.ToString());
        json.WriteStartArray("endorsedBy"u8);
        foreach (OrganizationIdentifier endorser in result.EndorsedBy)
        {
            json.WriteStringValue(endorser.ToString());
        }

        json.WriteEndArray();
        json.WriteString("validUntil"u8, result.ValidUntil is { } until ? VerdictJson.Instant(until) : null);
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

        json.WriteEndObject();
        json.Flush();
        // So that no buffer is held on to.
        json.Reset(Nowhere);
    }

    /// <summary>The name in its canonical form, or what the line holds in place of one, fit for a terminal.</summary>
    public static string NameOf(ScanResult result) => result.Line.Name?.ToString() ?? Printable.Text(result.Line.Text);

    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    /// <summary>The words of an enumeration, made once.</summary>
    internal static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString());

        public static string Of(T value) => All[value];
    }
}
