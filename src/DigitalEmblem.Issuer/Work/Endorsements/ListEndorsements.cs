using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Lists the endorsements of the organization's keys.</summary>
internal sealed class ListEndorsements(IssuerStore store, TimeProvider clock)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    /// <summary>Endorsements, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="onlyCurrent">Whether those that were replaced or have ended are left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The endorsements with their keys, and whether more follow.</returns>
    public Task<(IReadOnlyList<(HeldEndorsement Held, OrganizationKey Key)> Rows, bool HasMore)> RunAsync(
        Guid? before, bool onlyCurrent, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            IQueryable<HeldEndorsement> all = onlyCurrent
                ? d.Endorsements.Where(e => e.State == EndorsementState.Current)
                : d.Endorsements;
            all = before is { } last ? all.Where(e => e.Id.CompareTo(last) < 0) : all;
            List<HeldEndorsement> found = await all.OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            Guid[] ids = [.. found.Select(e => e.KeyId).Distinct()];
            Dictionary<Guid, OrganizationKey> keys = await d.Keys.Where(k => ids.Contains(k.Id))
                .ToDictionaryAsync(k => k.Id, cancellationToken);
            return (
                (IReadOnlyList<(HeldEndorsement, OrganizationKey)>)[.. found.Take(PageSize).Select(e => (e, keys[e.KeyId]))],
                found.Count > PageSize);
        });

    /// <summary>Whether an authority endorses the root key in use now, so that emblems are shown as endorsed.</summary>
    public Task<bool> IsVouchedForAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return store.ReadAsync(d => d.Endorsements.AnyAsync(
            e => e.State == EndorsementState.Current && e.SignerKeyId == null && e.NotBefore <= now && e.Expires > now
                && d.Keys.Any(k => k.Id == e.KeyId && k.State == KeyState.Active),
            cancellationToken));
    }
}
