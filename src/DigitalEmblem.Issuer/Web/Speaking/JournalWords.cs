using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal.Replay;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of lines of the journal.</summary>
internal static class JournalWords
{
    private const int MostMembers = 12, LongestValue = 200, LongestLine = 30_000;

    // The page encodes it.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Who did it.</summary>
    public static Sentence By(string actor) =>
        actor == Instance.Actor.Name ? Sentence.Of($"the service") : PersonWords.By(actor);

    /// <summary>
    /// The members of a line's details, cut for a list. The rows of the database that it tells are left out: they are for the audit.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Details(string json)
    {
        try
        {
            using var details = JsonDocument.Parse(json);
            return
            [
                .. details.RootElement.EnumerateObject().Where(m => m.Name != JournalReplay.Rows).Take(MostMembers)
                    .Select(m => (Cut(m.Name, LongestValue), Cut(Text(m.Value), LongestValue))),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A line that was changed behind the service's back can hold anything.
            return [("", Cut(json, LongestValue))];
        }
    }

    /// <summary>All details of a line, on lines of their own.</summary>
    public static string Whole(string json)
    {
        try
        {
            using var details = JsonDocument.Parse(json);
            return Cut(JsonSerializer.Serialize(details, Readable), LongestLine);
        }
        catch (JsonException)
        {
            return Cut(json, LongestLine);
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Flat);

    private static readonly JsonSerializerOptions Flat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] + "…" : text;
}
