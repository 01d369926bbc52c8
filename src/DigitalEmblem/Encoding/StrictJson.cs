using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// JSON from outside: no repeated members, no comments, bounded nesting, and every fault a <see cref="TokenFormatException"/>.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = TokenLimits.MaxNesting,
    };

    /// <summary>The content of a file, without the mark of UTF-8 that some editors put at its beginning.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> file) =>
        file.Span.StartsWith("\ufeff"u8) ? file["\ufeff"u8.Length..] : file;

    /// <summary>Reads one JSON object that fills <paramref name="utf8"/>.</summary>
    public static T ReadObject<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read) => Read(utf8, root =>
        root.ValueKind == JsonValueKind.Object ? read(root) : throw new TokenFormatException("not a JSON object"));

    /// <summary>Reads one JSON value that fills <paramref name="utf8"/>.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Options);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new TokenFormatException(
                "not valid JSON, or a member stands twice, or it is nested too deep", offset: e.BytePositionInLine);
        }
        catch (InvalidOperationException)
        {
            // JsonElement.GetString throws this for a lone surrogate.
            throw new TokenFormatException("a text is not valid Unicode");
        }
    }

    public static string? OptionalText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? Text(value, name) : null;

    public static string RequiredText(JsonElement parent, string name) =>
        OptionalText(parent, name) ?? throw new TokenFormatException("required, and missing", name);

    public static string Text(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new TokenFormatException("not a text", path);

    /// <summary>
    /// A day, or a time with its distance from UTC (ISO 8601). A time without a day is refused, because its meaning would change each day.
    /// </summary>
    public static DateTimeOffset Instant(string text, string path) =>
        IsoInstant.TryParse(text, out DateTimeOffset instant) ? instant : throw new TokenFormatException("no time in ISO 8601", path);

    public static IEnumerable<JsonElement> Array(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new TokenFormatException("not an array", path);
}
