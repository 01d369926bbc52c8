namespace DigitalEmblem.Verifier;

/// <summary>What was held and what logs delivered, and who could have learned of it.</summary>
/// <param name="Material">What is at hand now.</param>
/// <param name="Exposure">Who could have learned of it; empty if nobody was asked.</param>
public sealed record GatheredCommitments(CommitmentMaterial Material, ValueList<string> Exposure);
