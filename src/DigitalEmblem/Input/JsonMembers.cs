using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Members of JSON objects that captures are made of; a wrong kind is a <see cref="TokenFormatException"/> that names the member.
/// </summary>
internal static class JsonMembers
{
    public static bool Has(JsonElement parent, string name) => parent.TryGetProperty(name, out _);

    /// <summary>A number from 0 to 65535; null if the member is missing.</summary>
    public static int? Number(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetUInt16(out ushort number) ? number
            : throw new TokenFormatException("not a number from 0 to 65535", name);

    /// <summary>A flag, as true or false or as 0 or 1; false if the member is missing.</summary>
    public static bool Flag(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when value.TryGetUInt16(out ushort number) && number <= 1 => number == 1,
            _ => throw new TokenFormatException("neither true nor false", name),
        };

    /// <summary>The objects of an array; none if the member is missing or null.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        JsonElement[] items = [.. StrictJson.Array(value, name)];
        return Array.TrueForAll(items, i => i.ValueKind == JsonValueKind.Object)
            ? items
            : throw new TokenFormatException("not an array of objects", name);
    }

    /// <summary>A domain name; null if the member is missing or holds none.</summary>
    public static DomainName? Name(JsonElement parent, string name) =>
        DomainName.TryParse(StrictJson.OptionalText(parent, name), out DomainName? result) ? result : null;
}
