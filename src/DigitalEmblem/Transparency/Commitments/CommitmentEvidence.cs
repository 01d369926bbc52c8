namespace DigitalEmblem;

/// <summary>What is known of one commitment, and why.</summary>
/// <param name="Outcome">What is known.</param>
/// <param name="Reasons">Why, in sentences for a person.</param>
public sealed record CommitmentEvidence(CommitmentOutcome Outcome, ValueList<string> Reasons)
{
    /// <summary>What is known of each <c>log</c> entry; empty if the caller stated the commitment.</summary>
    public ValueList<EntryEvidence> Entries { get; init; } = [];

    /// <summary>
    /// The times of judgement for which this holds, if nothing else changes: a promise, a list or a certificate may lie in the future or
    /// run out. By default it holds always.
    /// </summary>
    public Validity Steady { get; init; } = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>
    /// What is worth knowing, and changed nothing: an old log list, a certificate that has expired since, revocation that was not checked.
    /// </summary>
    public ValueList<Finding> Findings { get; init; } = [];
}
