using System.Text.Json.Serialization;

namespace DigitalEmblem.Discovery;

/// <summary>What is submitted (RFC 6962, 4.1).</summary>
/// <param name="Chain">The certificates in Base64, the one that is to be logged first.</param>
internal sealed record LogSubmissionBody([property: JsonPropertyName("chain")] string[] Chain);

/// <summary>Writes it without reflection.</summary>
[JsonSerializable(typeof(LogSubmissionBody))]
internal sealed partial class LogSubmissionJson : JsonSerializerContext;
