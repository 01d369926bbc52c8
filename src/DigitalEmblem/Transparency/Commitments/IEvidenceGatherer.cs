namespace DigitalEmblem;

/// <summary>
/// Gathers what is known of commitments: the stage between authentication and conclusion, and the only one that may wait
/// (spec/validation.md). Implementations are safe for concurrent use.
/// </summary>
public interface IEvidenceGatherer
{
    /// <summary>
    /// Answers the questions as far as it can. A commitment that nothing is known of is Unavailable, never left out as refuted.
    /// </summary>
    /// <param name="questions">Which commitments decide, and by which rules.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellationToken">Ends the gathering.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    ValueTask<GatheredEvidence> GatherAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default);
}
