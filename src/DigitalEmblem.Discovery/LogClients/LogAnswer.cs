namespace DigitalEmblem.Discovery;

/// <summary>What came of asking a log.</summary>
/// <param name="Material">The entry, or why there is none.</param>
/// <param name="Exposure">Who could have learned of the question; empty if nobody was asked.</param>
internal sealed record LogAnswer(CommitmentMaterial Material, ValueList<string> Exposure);
