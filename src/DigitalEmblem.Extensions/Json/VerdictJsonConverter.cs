using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Writes a <see cref="Verdict"/> in its one documented form (spec/verdict.md), as <see cref="Verdict.ToJson"/> does. It reads none: a
/// verdict that was written is a statement of its writer. Who must believe another's verdict keeps an <see cref="EvidenceFile"/>, which is
/// verified again.
/// </summary>
public sealed class VerdictJsonConverter : JsonConverter<Verdict>
{
    /// <summary>Refuses to read.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A verdict is not read from JSON: keep an evidence file, and verify it again.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        VerdictJson.Write(writer, value);
    }
}
