using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Stored commitments as JSON, each with its present outcome. <c>emblem roots export</c> writes the evidence itself.
/// </summary>
internal static class RecordList
{
    public static string Json(IEnumerable<(CommitmentRecord Record, CommitmentEvidence Now)> judged)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("commitments");
            foreach ((CommitmentRecord record, CommitmentEvidence now) in judged)
            {
                json.WriteStartObject();
                json.WriteString("organization", record.Claim.Organization.ToString());
                json.WriteString("keyId", record.Claim.Key.CoseIdentifier.ToString());
                json.WriteString("outcome", now.Outcome.ToString());
                json.WriteString("assurance", record.Assurance == LogAssurance.Included ? "included" : "promised");
                json.WriteString("verifiedAt", record.VerifiedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                json.WriteStartArray("reasons");
                foreach (string reason in now.Reasons)
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
