namespace DigitalEmblem.Fuzz.Running;

/// <summary>A find: something that must hold for every input does not hold for this one.</summary>
internal sealed class InvariantBrokenException(string message) : Exception(message);
