using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>
/// A number. Of acts of people, one or two could be known to be a certain person's, so that their number is not told.
/// </summary>
/// <param name="Count">The number.</param>
/// <param name="IsOfPeople">Whether people did what is counted.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct FewOrMore(int Count, bool IsOfPeople = true)
{
    /// <summary>Numbers below this one, but for 0, are not told.</summary>
    public const int Fewest = 3;

    private bool IsFew => IsOfPeople && Count is > 0 and < Fewest;

    /// <inheritdoc/>
    public override string ToString() => IsFew ? $"fewer than {Fewest}" : Count.ToString(CultureInfo.InvariantCulture);

    private sealed class Converter : JsonConverter<FewOrMore>
    {
        public override FewOrMore Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Reports are only written.");

        public override void Write(Utf8JsonWriter writer, FewOrMore value, JsonSerializerOptions options)
        {
            if (value.IsFew)
            {
                writer.WriteStringValue($"<{Fewest}");
            }
            else
            {
                writer.WriteNumberValue(value.Count);
            }
        }
    }
}
