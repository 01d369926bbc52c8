using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>Writes the document for a program by generated code, without reflection.</summary>
[JsonSerializable(typeof(ProgramDocument))]
internal sealed partial class ProgramJson : JsonSerializerContext
{
    /// <summary>The form of the document. Quotation marks stand as people write them: no browser reads it.</summary>
    public static ProgramJson Written { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
