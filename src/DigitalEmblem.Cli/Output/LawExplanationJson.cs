using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Cli.Output;

/// <summary>What <c>emblem explain --output json</c> prints (spec/law/README.md).</summary>
internal static class LawExplanationJson
{
    /// <summary>One JSON object.</summary>
    /// <param name="signs">The signs.</param>
    /// <param name="reader">The reader for whom the statements are put in order; null for the order of the files.</param>
    public static string Write(IReadOnlyList<LawSummary> signs, LawReader? reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("lawTexts", LawTexts.Version);
            json.WriteString("caveat", LawTexts.Caveat);
            json.WriteStartArray("signs");
            foreach (LawSummary sign in signs)
            {
                json.WriteStartObject();
                json.WriteString("purpose", sign.Name);
                json.WriteString("line", sign.Line);
                json.WriteString("effect", sign.Effect);
                json.WriteString("limits", sign.Limits);
                json.WriteString("sources", sign.Sources);
                WriteStatements(json, "statements", LawOrder.Of(LawTexts.StatementsOn(sign.Purpose), reader));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteStatements(json, "allSigns", LawOrder.Of(LawTexts.OnAllSigns, reader));
            WriteStatements(json, "data", LawOrder.Of(LawTexts.OnData, reader));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The statements as they stand in the files, so that one reader serves both.
    private static void WriteStatements(Utf8JsonWriter json, string name, IReadOnlyList<LawStatement> statements)
    {
        json.WriteStartArray(name);
        foreach (LawStatement statement in statements)
        {
            JsonSerializer.Serialize(json, statement, LawJson.Default.LawStatement);
        }

        json.WriteEndArray();
    }
}
