using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Watching;

/// <summary>What a watch of logs finds, for programs: a JSON object a line (spec/log-watch.md, events).</summary>
internal sealed class WatchJson(CommandContext context) : IWatchReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begun(LogStep step) => WriteLine("begun", step.Log, json => json.WriteNumber("position", step.Progress.Position ?? 0));

    public void Seen(LogStep step, LogSighting sighting)
    {
        string name = sighting.Kind switch
        {
            SightingKind.Unknown => "unknownCertificate",
            SightingKind.LookAlike => "lookAlike",
            _ => "lookAlikeDomain",
        };
        WriteLine(name, step.Log, json =>
        {
            json.WriteString("organization", sighting.Organization.ToString());
            json.WriteNumber("index", sighting.Index);
            json.WriteString("leafHash", sighting.LeafHash.ToBase64());
            json.WriteStartArray("names");
            foreach (string one in sighting.Names)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
            json.WriteNumber("namesInAll", sighting.NamesInAll);
            json.WriteBoolean("precertificate", sighting.IsPrecertificate);
            json.WriteString("issuer", sighting.Issuer);
            json.WriteString("serialNumber", sighting.Serial);
            json.WriteString("logged", Instant(sighting.LoggedAt));
            json.WriteString("notBefore", Instant(sighting.NotBefore));
            json.WriteString("notAfter", Instant(sighting.NotAfter));
            json.WriteString("publicKeySha256", sighting.PublicKey.ToString());
            json.WriteString("sha256", sighting.Digest.ToString());
        });
    }

    public void Contradicted(LogStep step) => WriteLine("contradiction", step.Log, json =>
    {
        json.WriteString("reason", step.Reason);
        json.WriteStartArray("heads");
        foreach (SignedTreeHead head in (SignedTreeHead[])[step.Progress.Head!, step.Progress.Contradiction!])
        {
            json.WriteStartObject();
            json.WriteNumber("treeSize", head.TreeSize);
            json.WriteNumber("timestamp", head.Milliseconds);
            json.WriteString("rootHash", head.RootHash.ToBase64());
            json.WriteBase64String("signature", head.Signature.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public void Unread(LogStep step) => WriteLine("unreadable", step.Log, json =>
    {
        json.WriteNumber("entries", step.UnreadableEntries);
        json.WriteNumber("first", step.FirstUnreadable ?? 0);
    });

    public void Lags(TransparencyLog log, LogProgress progress, TimeSpan behind, string? reason) => WriteLine("lag", log, json =>
    {
        json.WriteNumber("seconds", (long)behind.TotalSeconds);
        json.WriteNumber("entries", progress.Behind);
        json.WriteString("fault", progress.Fault switch
        {
            LogFault.None => "none",
            LogFault.Busy => "busy",
            LogFault.NoAnswer => "noAnswer",
            LogFault.Unreadable => "unreadable",
            LogFault.Unfitting => "unfitting",
            _ => "contradiction",
        });
        json.WriteString("reason", reason);
    });

    public void LagsNoMore(TransparencyLog log) => WriteLine("lagEnded", log, _ => { });

    public void Round(ulong read, int logs, int lagging) => WriteLine("round", null, json =>
    {
        json.WriteNumber("entries", read);
        json.WriteNumber("logs", logs);
        json.WriteNumber("lagging", lagging);
    });

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private void WriteLine(string name, TransparencyLog? log, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            json.WriteString("at", Instant(context.Clock.GetUtcNow()));
            if (log is not null)
            {
                json.WriteString("log", log.ToString());
                json.WriteString("logId", log.Id.ToBase64());
            }

            write(json);
            json.WriteEndObject();
        }

        context.Print(Terminal.Json(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }
}
