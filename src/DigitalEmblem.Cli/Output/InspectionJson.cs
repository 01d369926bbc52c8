using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Items as JSON: an object with <c>verified: false</c> and one entry an item; and one entry an exchange file, if there are any.
/// </summary>
internal static class InspectionJson
{
    public static string Write(UnverifiedTokens tokens, IReadOnlyList<ExchangeInspection> exchanged)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteBoolean("verified", false);
            if (tokens.ExceededLimit is { } exceeded)
            {
                json.WriteString("exceeded", exceeded.Message);
            }

            json.WriteStartArray("items");
            foreach (InputItem item in tokens.Items)
            {
                WriteItem(json, item);
            }

            json.WriteEndArray();
            if (exchanged.Count > 0)
            {
                json.WriteStartArray("exchanged");
                foreach (ExchangeInspection file in exchanged)
                {
                    file.Write(json);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteItem(Utf8JsonWriter json, InputItem item)
    {
        json.WriteStartObject();
        json.WriteNumber("item", item.Number);
        json.WriteString("where", Printable.Text(item.Where));
        json.WriteString("kind", InspectionTree.KindOf(item).ToString());
        if (item.Token is { } token)
        {
            WritePairs(json, "header", Inspection.Header(token));
            WritePairs(json, "claims", Inspection.Claims(token.Claims));
        }
        else if (item.Key is { } key)
        {
            json.WriteString("algorithm", key.Algorithm.Name);
            json.WriteString("coseKeyId", key.CoseIdentifier.ToString());
            json.WriteString("jwkKeyId", key.JwkIdentifier.ToString());
        }
        else
        {
            json.WriteString("fault", item.Fault!.Message);
        }

        json.WriteEndObject();
    }

    // A name that occurs several times (assets, commitments) becomes an array.
    internal static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<InspectedClaim> pairs)
    {
        json.WriteStartObject(name);
        foreach (IGrouping<string, string> group in pairs.GroupBy(p => p.Name.ToString(), p => p.Value.ToString()))
        {
            if (group.Key is "asset" or "commitment")
            {
                json.WriteStartArray(group.Key);
                foreach (string value in group)
                {
                    json.WriteStringValue(Printable.Text(value));
                }

                json.WriteEndArray();
            }
            else
            {
                json.WriteString(group.Key, Printable.Text(group.First()));
            }
        }

        json.WriteEndObject();
    }
}
