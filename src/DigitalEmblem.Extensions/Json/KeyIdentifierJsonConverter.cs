using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Extensions;

/// <summary>Writes and reads a <see cref="KeyIdentifier"/> as its text, as a value or as the name of a member.</summary>
public sealed class KeyIdentifierJsonConverter : JsonConverter<KeyIdentifier>
{
    /// <inheritdoc/>
    public override KeyIdentifier Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read<KeyIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, KeyIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override KeyIdentifier ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.ReadName<KeyIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, KeyIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }
}
