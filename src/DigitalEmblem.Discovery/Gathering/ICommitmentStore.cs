namespace DigitalEmblem.Discovery;

/// <summary>
/// Where commitments that were verified are kept, each with the evidence that shows it. Nothing in a store is believed: a record is
/// verified again whenever it is used. Implementations are safe for concurrent use.
/// </summary>
public interface ICommitmentStore
{
    /// <summary>Who learns something when the store is asked, in words; null for no party.</summary>
    string? Exposure { get; }

    /// <summary>The records of some organizations.</summary>
    /// <param name="organizations">The organizations.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<IReadOnlyList<CommitmentRecord>> OfAsync(
        IEnumerable<OrganizationIdentifier> organizations, CancellationToken cancellationToken = default);

    /// <summary>Keeps a record. It replaces an older record of the same organization and key.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    ValueTask AddAsync(CommitmentRecord record, CancellationToken cancellationToken = default);
}
