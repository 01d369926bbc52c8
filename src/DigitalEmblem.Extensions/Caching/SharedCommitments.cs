using DigitalEmblem.Discovery;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Commitments that were verified, with their evidence, in a cache that several processes may share. Each is verified again when it is used
/// (decisions.md, 22), so a writer of the cache can remove records, but cannot add a record that does not verify. If two processes add
/// records for one organization at once, one of the records may be lost; it is verified anew the next time.
/// </summary>
public sealed class SharedCommitments : ICommitmentStore
{
    // An organization has one root key, and two while it changes keys.
    private const int MaxRecords = 8;

    private readonly EmblemCache _cache;

    /// <summary>The commitments of a cache.</summary>
    /// <param name="cache">The cache.</param>
    public SharedCommitments(EmblemCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache;
    }

    /// <inheritdoc/>
    public string? Exposure => _cache.Exposure;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommitmentRecord>> OfAsync(
        IEnumerable<OrganizationIdentifier> organizations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(organizations);
        CommitmentRecord[][] all = await Task.WhenAll(
            organizations.Distinct().Select(o => OfOneAsync(o, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(r => r)];
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(CommitmentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        OrganizationIdentifier organization = record.Claim.Organization;
        IEnumerable<CommitmentRecord> others = (await OfOneAsync(organization, cancellationToken).ConfigureAwait(false))
            .Where(r => r.Claim.Key.CoseIdentifier != record.Claim.Key.CoseIdentifier);
        DateTimeOffset now = _cache.Clock.GetUtcNow();
        var entry = new CacheEntry
        {
            Key = KeyOf(organization),
            StoredAt = now,
            ExpiresAt = now + _cache.Options.CommitmentAge,
            // Log lists are left out: no log is retired within the age of an entry, and a log list is as large as all records of an
            // organization.
            Content = CommitmentRecordJson.WriteWithoutLists([record, .. others.OrderByDescending(r => r.VerifiedAt).Take(MaxRecords - 1)]),
        };
        await _cache.PutAsync(entry, share: true, cancellationToken).ConfigureAwait(false);
    }

    private string KeyOf(OrganizationIdentifier organization) => _cache.KeyOf("commitments", organization.ToString());

    private async Task<CommitmentRecord[]> OfOneAsync(OrganizationIdentifier organization, CancellationToken cancellationToken)
    {
        CacheEntry? entry = await _cache.FindAsync(KeyOf(organization), _cache.Options.CommitmentAge, cancellationToken).ConfigureAwait(
            false);
        try
        {
            return entry is null
                ? []
                : [.. CommitmentRecord.ReadJson(entry.Content).Where(r => r.Claim.Organization == organization).Take(MaxRecords)];
        }
        catch (TokenFormatException)
        {
            return [];
        }
    }
}
