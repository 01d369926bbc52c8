using DigitalEmblem.Discovery;

namespace DigitalEmblem.Extensions;

/// <summary>A store of commitments, with a count of the organizations of which it had something.</summary>
internal sealed class ObservedStore(ICommitmentStore inner, Observer observer) : ICommitmentStore
{
    public const string Kind = "commitments";

    public string? Exposure => inner.Exposure;

    public async ValueTask<IReadOnlyList<CommitmentRecord>> OfAsync(
        IEnumerable<OrganizationIdentifier> organizations, CancellationToken cancellationToken = default)
    {
        OrganizationIdentifier[] asked = [.. organizations.Distinct()];
        IReadOnlyList<CommitmentRecord> records = await inner.OfAsync(asked, cancellationToken).ConfigureAwait(false);
        int hits = records.Select(r => r.Claim.Organization).Distinct().Count();
        observer.CacheAsked(Kind, hits, asked.Length - hits);
        return records;
    }

    public ValueTask AddAsync(CommitmentRecord record, CancellationToken cancellationToken = default) =>
        inner.AddAsync(record, cancellationToken);
}
