using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Purposes as an array of their names: <c>["protective", "dangerous-forces"]</c>.</summary>
internal sealed class PurposesConverter : JsonConverter<Purposes>
{
    /// <inheritdoc/>
    public override Purposes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var purposes = Purposes.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            purposes |= reader.TokenType == JsonTokenType.String
                && PurposeNames.TryParse(reader.GetString(), out Purposes purpose)
                ? purpose
                : throw new JsonException();
        }

        return purposes;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Purposes value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string purpose in PurposeNames.Of(value))
        {
            writer.WriteStringValue(purpose);
        }

        writer.WriteEndArray();
    }
}
