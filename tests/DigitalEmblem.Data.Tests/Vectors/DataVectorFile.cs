using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>A file of spec/data-emblem.</summary>
/// <param name="About">What it has vectors of.</param>
/// <param name="Vectors">The vectors.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DataVectorFile(string About, IReadOnlyList<DataVector> Vectors)
{
    /// <summary>How questions to the second reader are written, too.</summary>
    public static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static DataVectorFile Read(string json) => JsonSerializer.Deserialize<DataVectorFile>(json, Form)!;

    /// <summary>Writes the file with one vector a line.</summary>
    public string Write() =>
        $"{{\n  \"about\": {JsonSerializer.Serialize(About, Form)},\n  \"vectors\": [\n"
            + string.Join(",\n", Vectors.Select(v => "    " + JsonSerializer.Serialize(v, Form))) + "\n  ]\n}\n";
}
