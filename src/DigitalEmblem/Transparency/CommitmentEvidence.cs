namespace DigitalEmblem;

/// <summary>What is known of one commitment, and why.</summary>
/// <param name="Outcome">What is known.</param>
/// <param name="Reasons">Why, in sentences for a person.</param>
public sealed record CommitmentEvidence(CommitmentOutcome Outcome, ValueList<string> Reasons);
