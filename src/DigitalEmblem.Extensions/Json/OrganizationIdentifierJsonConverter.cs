using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Extensions;

/// <summary>Writes and reads a <see cref="OrganizationIdentifier"/> as its text, as a value or as the name of a member.</summary>
public sealed class OrganizationIdentifierJsonConverter : JsonConverter<OrganizationIdentifier>
{
    /// <inheritdoc/>
    public override OrganizationIdentifier Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read<OrganizationIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OrganizationIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override OrganizationIdentifier ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.ReadName<OrganizationIdentifier>(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, OrganizationIdentifier value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WritePropertyName(value.ToString());
    }
}
