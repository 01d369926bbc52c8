using System.Text.Json;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>The place of a location sign in the last line of a check (spec/data-check.md).</summary>
internal static class PlaceJson
{
    public static void Write(Utf8JsonWriter json, DataCheck check)
    {
        if (check.Terms?.Place is not { } place)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("host", place.Host.ToString());
        json.WriteString("kind", place.Kind);
        json.WriteString("statedHost", check.StatedHost?.ToString());
        json.WriteStartArray("facts");
        foreach (CheckedFact fact in check.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("stated", fact.Stated);
            json.WriteString("found", fact.Found);
            json.WriteString("standing", fact.Standing.ToString());
            json.WriteString("reason", fact.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("hostVerdict");
        if (check.HostVerdict is { } host)
        {
            json.WriteRawValue(host.ToJson());
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartArray("doesNotShow");
        foreach (Sentence sentence in PlaceWords.DoesNotShow(place))
        {
            json.WriteStringValue(sentence.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
