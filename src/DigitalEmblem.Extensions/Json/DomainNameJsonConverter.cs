using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Extensions;

/// <summary>Writes and reads a <see cref="DomainName"/> as its text, as a value or as the name of a member.</summary>
public sealed class DomainNameJsonConverter : JsonConverter<DomainName>
{
    /// <inheritdoc/>
    public override DomainName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.Read<DomainName>(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DomainName value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }

    /// <inheritdoc/>
    public override DomainName ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TextJson.ReadName<DomainName>(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, DomainName value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WritePropertyName(value.ToString());
    }
}
