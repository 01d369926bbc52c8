namespace DigitalEmblem.Verifier;

/// <summary>An input as it was received.</summary>
/// <param name="Name">Its name, as a finding tells it: a file name, or "standard input".</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record EvidenceInput(string Name, ReadOnlyMemory<byte> Bytes);
