using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a search finds, for programs (spec/data-emblem.md, finding): a line for each sign, and a last line.</summary>
internal sealed class FindJson(CommandContext context) : IFindReport
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public long? Objects { get; set; }

    /// <inheritdoc/>
    public void Add(FoundSign sign) => WriteLine(json =>
    {
        if (IsText(sign.PathBytes.Span))
        {
            json.WriteString("path", sign.Path);
        }
        else
        {
            json.WriteBase64String("pathBase64", sign.PathBytes.Span);
        }

        json.WriteString("place", sign.Place.ToString());
        json.WriteString("outcome", sign.Outcome.ToString());
        json.WriteString("reason", sign.Reason);
        json.WriteString("root", sign.Root?.ToString());
        json.WriteString("issuer", sign.Issuer?.ToString());
        json.WriteStartArray("purposes");
        foreach (string purpose in sign.Purposes is { } purposes ? PurposeNames.Of(purposes) : [])
        {
            json.WriteStringValue(purpose);
        }

        json.WriteEndArray();
        json.WriteString("expires", sign.Expires is { } expires ? $"{expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : null);
        json.WritePropertyName("verdict");
        if (sign.Verdict is { } verdict)
        {
            json.WriteRawValue(verdict.ToJson());
        }
        else
        {
            json.WriteNullValue();
        }
    });

    /// <inheritdoc/>
    public void End(DataFound found, long? databases, int exit) => WriteLine(json =>
    {
        json.WriteNumber("version", Version);
        json.WriteNumber("exit", exit);
        json.WriteNumber("signs", found.Signs);
        json.WriteNumber("folders", found.Folders);
        if (databases is { } count)
        {
            json.WriteNumber("databases", count);
        }

        if (Objects is { } objects)
        {
            json.WriteNumber("objects", objects);
        }

        json.WriteNumber("unread", found.Unread);
        json.WriteStartArray("troubles");
        foreach (DataTrouble trouble in found.Troubles)
        {
            json.WriteStartObject();
            json.WriteString("path", trouble.Path);
            json.WriteString("reason", trouble.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _ = Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        context.Print(Terminal.Json(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }
}
