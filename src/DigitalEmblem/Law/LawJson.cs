using System.Text.Json.Serialization;

namespace DigitalEmblem;

/// <summary>Reads the files of <c>spec/law</c> by generated code, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LawFileList))]
[JsonSerializable(typeof(LawFile))]
[JsonSerializable(typeof(LawReadingList))]
internal sealed partial class LawJson : JsonSerializerContext;
