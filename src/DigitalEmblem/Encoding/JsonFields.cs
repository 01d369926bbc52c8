using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Members of the JSON files of our own: each is read with its type and limit, and every fault is a
/// <see cref="TokenFormatException"/> that names the member.
/// </summary>
internal static class JsonFields
{
    /// <summary>A member that must be there.</summary>
    public static JsonElement Required(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new TokenFormatException("required, and missing", name);

    /// <summary>A member that must be there and may be null.</summary>
    public static JsonElement? Optional(JsonElement json, string name) =>
        Required(json, name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    public static JsonElement Object(JsonElement json, string name) =>
        Required(json, name) is { ValueKind: JsonValueKind.Object } value
            ? value
            : throw new TokenFormatException("not a JSON object", name);

    public static bool Boolean(JsonElement json, string name) => Required(json, name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new TokenFormatException("neither true nor false", name),
    };

    /// <summary>A number from zero to the largest signed one of 64 bits.</summary>
    public static ulong Number(JsonElement json, string name) =>
        Required(json, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out ulong number) && number <= long.MaxValue
            ? number
            : throw new TokenFormatException("not a number of 63 bits", name);

    /// <summary>A number from zero to the largest signed one of 32 bits.</summary>
    public static int Integer(JsonElement json, string name) =>
        Number(json, name) is <= int.MaxValue and var number
            ? (int)number
            : throw new TokenFormatException("not a number of 31 bits", name);

    /// <summary>A length of time in seconds; null if the member is.</summary>
    public static TimeSpan? Seconds(JsonElement json, string name)
    {
        const decimal Most = int.MaxValue;
        return Optional(json, name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= -Most and <= Most
                ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : throw new TokenFormatException("not a number of seconds", name);
    }

    public static DateTimeOffset Instant(JsonElement json, string name) =>
        StrictJson.Instant(StrictJson.Text(Required(json, name), name), name);

    /// <summary>A text as it stands.</summary>
    public static string Text(JsonElement json, string name) => StrictJson.Text(Required(json, name), name);

    /// <summary>A text for people, made fit for a terminal, because the writer of the file may not have done so.</summary>
    public static string PrintableText(JsonElement json, string name) => Printable.Text(Text(json, name));

    /// <summary>Texts for people, made fit for a terminal.</summary>
    public static string[] PrintableTexts(JsonElement json, string name, int most) =>
        List(json, name, most, one => Printable.Text(StrictJson.Text(one, name)));

    public static byte[] Bytes(JsonElement json, string name) => Base64(Required(json, name), name);

    public static byte[] Base64(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw new TokenFormatException("not base64", name);

    public static Sha256Digest Digest(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Sha256Digest.Length ? new Sha256Digest(bytes) : throw new TokenFormatException("not a hash of 32 bytes");

    /// <summary>A word out of those of an enumeration.</summary>
    public static T Word<T>(JsonElement json, string name)
        where T : struct, Enum =>
        Enum.TryParse(Text(json, name), out T value) && value.ToString() == Text(json, name) && Enum.IsDefined(value)
            ? value
            : throw new TokenFormatException("a word that is not known here", name, fault: FormatFault.Unsupported);

    /// <summary>An array, each item read in turn; the path of a fault names the item.</summary>
    public static T[] List<T>(JsonElement json, string name, int most, Func<JsonElement, T> read)
    {
        JsonElement[] all = [.. StrictJson.Array(Required(json, name), name).Take(most + 1)];
        return all.Length <= most
            ? [.. all.Select((one, i) => TokenFormatException.InPath($"{name}[{i}]", () => read(one)))]
            : throw new TokenFormatException($"more than {most}", name, fault: FormatFault.LimitExceeded);
    }

    /// <summary>An array of byte strings.</summary>
    public static ReadOnlyMemory<byte>[] ByteStrings(JsonElement json, string name, int most) =>
        List(json, name, most, one => (ReadOnlyMemory<byte>)Base64(one, name));

    /// <summary>Refuses a file of another form, or of a version that is not known here.</summary>
    public static void RequireFormat(JsonElement json, string format, int version, string what)
    {
        if (StrictJson.OptionalText(json, "format") != format)
        {
            throw new TokenFormatException($"not {what} (\"format\": \"{format}\")");
        }

        if (!Required(json, "version").TryGetInt32(out int stated) || stated != version)
        {
            throw new TokenFormatException(
                "a version that is not known here; a newer program wrote it", "version", fault: FormatFault.Unsupported);
        }
    }
}
