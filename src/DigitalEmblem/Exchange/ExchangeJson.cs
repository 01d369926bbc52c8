using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// What exchange files have in common (spec/exchange-files.md): a JSON object with its format and version, and no member that is not known.
/// </summary>
internal static class ExchangeJson
{
    public const string SigningRequestFormat = "digital-emblem-signing-request";
    public const string SigningAnswerFormat = "digital-emblem-signing-answer";
    public const string EndorsementRequestFormat = "digital-emblem-endorsement-request";

    private const int Version = 1;
    private const string FormatMember = "format", VersionMember = "version";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads a file that has exactly these members, beside its format and version.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, int maxBytes, string format, string[] members, Func<JsonElement, T> read)
    {
        if (utf8.Length > maxBytes)
        {
            throw new TokenFormatException(
                $"a file of {utf8.Length} bytes, where {maxBytes} are the limit", fault: FormatFault.LimitExceeded);
        }

        return StrictJson.ReadObject(utf8, root =>
        {
            if (FormatOf(root) != format)
            {
                throw new TokenFormatException($"not a file of this format (\"{FormatMember}\": \"{format}\")");
            }

            if (!root.TryGetProperty(VersionMember, out JsonElement version) || version.ValueKind != JsonValueKind.Number
                || !version.TryGetInt32(out int number) || number != Version)
            {
                throw new TokenFormatException(
                    $"version {Version} is known here, and this file is of another: a newer program wrote it",
                    VersionMember,
                    fault: FormatFault.Unsupported);
            }

            // Refuse unknown members: this program cannot show them to the person who decides about the file.
            foreach (JsonProperty member in root.EnumerateObject())
            {
                if (member.Name is not (FormatMember or VersionMember) && !members.Contains(member.Name))
                {
                    throw new TokenFormatException("a member that is not known", Printable.Text(member.Name));
                }
            }

            return read(root);
        });
    }

    /// <summary>Writes a file: indented, so that people can look into it; the same content gives the same bytes.</summary>
    public static byte[] Write(string format, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString(FormatMember, format);
            json.WriteNumber(VersionMember, Version);
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The format that a JSON object names; null if it names none.</summary>
    public static string? FormatOf(JsonElement root) =>
        root.TryGetProperty(FormatMember, out JsonElement format) && format.ValueKind == JsonValueKind.String ? format.GetString() : null;

    /// <summary>Bytes in base64, in the one spelling they have.</summary>
    public static byte[] Bytes(JsonElement value, string path)
    {
        string text = StrictJson.Text(value, path);
        return value.TryGetBytesFromBase64(out byte[]? bytes) && Convert.ToBase64String(bytes) == text
            ? bytes
            : throw new TokenFormatException("not base64", path);
    }

    /// <summary>A member that must be there.</summary>
    public static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value : throw new TokenFormatException("required, and missing", name);

    /// <summary>An instant in UTC and whole seconds.</summary>
    public static DateTimeOffset Instant(JsonElement root, string name) =>
        DateTimeOffset.TryParseExact(
            StrictJson.RequiredText(root, name),
            InstantForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset instant)
            ? instant
            : throw new TokenFormatException("no instant in the form 2026-12-01T00:00:00Z", name);

    /// <summary>The instant in that form.</summary>
    public static string Instant(DateTimeOffset instant) => instant.ToUniversalTime().ToString(InstantForm, CultureInfo.InvariantCulture);

    /// <summary>The instant without what the form leaves out.</summary>
    public static DateTimeOffset WholeSecond(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
