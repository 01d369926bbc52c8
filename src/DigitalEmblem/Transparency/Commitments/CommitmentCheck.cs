namespace DigitalEmblem;

/// <summary>One check of a <c>log</c> entry, and what came of it.</summary>
/// <param name="Kind">What was checked.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">In words, fit for a terminal.</param>
public sealed record CommitmentCheck(CommitmentCheckKind Kind, CheckOutcome Outcome, string Detail);
