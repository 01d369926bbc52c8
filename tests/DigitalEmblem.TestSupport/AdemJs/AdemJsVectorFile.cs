using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>The file spec/jws-profile/adem-js.json.</summary>
/// <param name="Source">Where the rules come from.</param>
/// <param name="Texts">The texts of TXT records, each once.</param>
/// <param name="Vectors">The vectors.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdemJsVectorFile(string Source, IReadOnlyList<string> Texts, IReadOnlyList<AdemJsVector> Vectors)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the file.</summary>
    public static AdemJsVectorFile Read(string json) => JsonSerializer.Deserialize<AdemJsVectorFile>(json, Form)!;

    /// <summary>Writes the file with one text or vector a line.</summary>
    public string Write()
    {
        string Lines<T>(IEnumerable<T> items) => string.Join(",\n", items.Select(i => "    " + JsonSerializer.Serialize(i, Form)));
        return $"{{\n  \"source\": {JsonSerializer.Serialize(Source, Form)},\n  \"texts\": [\n{Lines(Texts)}\n  ],\n"
            + $"  \"vectors\": [\n{Lines(Vectors)}\n  ]\n}}\n";
    }

    /// <summary>The texts of a vector's records.</summary>
    public IEnumerable<string> TextsOf(AdemJsVector vector) => vector.Records.Select(i => Texts[i]);
}
