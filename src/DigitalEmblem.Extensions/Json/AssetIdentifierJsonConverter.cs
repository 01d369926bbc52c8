using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Extensions;

/// <summary>Writes and reads a <see cref="AssetIdentifier"/> as its text, as a value or as the name of a member.</summary>
public sealed class AssetIdentifierJsonConverter : JsonConverter<AssetIdentifier>
{
    /// <inheritdoc/>
    public override AssetIdentifier Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read<AssetIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AssetIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override AssetIdentifier ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.ReadName<AssetIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, AssetIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WritePropertyName(value.ToString());
    }
}
