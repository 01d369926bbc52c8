using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// One of the names that <c>emblem check</c> is asked about, or a line that is not a name. Such a line is answered as well, because a
/// missing answer could be read as "no emblem".
/// </summary>
/// <param name="Text">What was written.</param>
/// <param name="Name">The name; null if the text is not a name.</param>
/// <param name="Problem">Why the text is not a name; null if it is one.</param>
internal sealed record AskedName(string Text, DomainName? Name, Sentence? Problem)
{
    public static AskedName OfLine(string line) => HostName.TryParse(line, out DomainName? name, out Sentence? problem)
        ? new AskedName(line, name, null)
        : new AskedName(line, null, problem);

    /// <summary>
    /// Reports that the text is not a name: as a line, or as an object with the members of a verdict (spec/verdict.md).
    /// </summary>
    public void WriteProblem(OutputFormat format, TrustPolicy policy, DateTimeOffset at, CommandContext context)
    {
        Sentence summary = $"Could not find out. The line is no name, and nobody was asked: {Problem}";
        if (format == OutputFormat.Json)
        {
            context.Print(Terminal.Json(Json(summary.ToString(), policy, at)));
        }
        else
        {
            context.Say($"{Printable.Text(Text)}: {summary}");
        }
    }

    private string Json(string summary, TrustPolicy policy, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("verdict", nameof(VerdictOutcome.Indeterminate));
            json.WriteString("summary", summary);
            json.WriteString("reason", Problem?.ToString());
            json.WriteString("level", nameof(SecurityLevel.Unknown));
            json.WriteString("levelAtMost", nameof(SecurityLevel.Endorsed));
            json.WriteBoolean("trusted", false);
            json.WriteStartArray("trustedAuthorities");
            foreach (TrustedAuthority authority in policy.Authorities)
            {
                json.WriteStringValue(authority.ToString());
            }

            json.WriteEndArray();
            foreach (string none in (string[])["name", "owner", "asset", "issuer", "validFrom", "validUntil"])
            {
                json.WriteNull(none);
            }

            json.WriteString("input", Printable.Text(Text));
            json.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            foreach (string none in (string[])[
                "endorsedBy", "assets", "purposes", "sources", "tokens", "commitments", "assumptions", "sets", "exposure"])
            {
                json.WriteStartArray(none);
                json.WriteEndArray();
            }

            json.WriteStartArray("findings");
            json.WriteStartObject();
            json.WriteString("code", nameof(FindingCode.NotAName));
            json.WriteString("severity", "failure");
            json.WriteString("message", Problem?.ToString());
            json.WriteString("clause", "decisions.md, 11");
            json.WriteEndObject();
            json.WriteEndArray();
            VerdictJson.WriteLaw(json, []);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
