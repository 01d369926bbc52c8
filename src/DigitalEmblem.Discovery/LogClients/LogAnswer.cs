namespace DigitalEmblem.Discovery;

/// <summary>The result of asking a log.</summary>
/// <param name="Material">The entry, or why there is none.</param>
/// <param name="Exposure">Who could have learned of the question; empty if no log was asked.</param>
internal sealed record LogAnswer(CommitmentMaterial Material, ValueList<string> Exposure);
