using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What withdrawals lead to: told before, and followed afterwards.</summary>
internal sealed class FollowWithdrawals(IssuerStore store, TimeProvider clock)
{
    /// <summary>So many names are followed on one page.</summary>
    public const int MostFollowed = 50;

    private const int RowsRead = 500;

    /// <summary>What follows a withdrawal of these assets.</summary>
    public Task<WithdrawalOutlook> ForeseeAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        var targets = new Dictionary<Guid, (bool IsByHand, int Ttl)>();
        int? ttl = null;
        DateTimeOffset? until = null;
        var hands = new HashSet<Guid>();
        foreach (Guid[] some in ids.Chunk(RowsRead))
        {
            // A server that is being left holds them until they are seen to be gone there, and caches still longer.
            var published = await d.Publications
                .Where(p => some.Contains(p.AssetId) && (p.Wanted || p.SeenDigest != null || p.CachesClearAt > now))
                .Select(p => new { p.AssetId, p.Place, p.SeenTtl, p.CachesClearAt, IsThere = p.Wanted || p.SeenDigest != null })
                .ToListAsync(cancellationToken);
            List<Guid> places = [.. published.Select(p => p.Place).Distinct().Where(p => !targets.ContainsKey(p))];
            foreach (PublicationTarget target in await d.Targets.Where(t => places.Contains(t.Place)).ToListAsync(cancellationToken))
            {
                targets[target.Place] = (target.Kind == TargetKind.ByHand, target.Ttl);
            }

            hands.UnionWith(published.Where(p => p.IsThere && targets.GetValueOrDefault(p.Place).IsByHand).Select(p => p.AssetId));
            // Caches may also hold what was put there and not seen yet.
            ttl = Later(ttl, published.Max(p => (int?)Math.Max(
                p.IsThere ? Math.Max(p.SeenTtl, targets.GetValueOrDefault(p.Place).Ttl) : 0,
                p.CachesClearAt is { } clear ? (int)Math.Ceiling((clear - now).TotalSeconds) : 0)));
            until = Later(until, await CopiesUntilAsync(d, some, now, cancellationToken));
        }

        return new WithdrawalOutlook(ttl is > 0 ? TimeSpan.FromSeconds(ttl.Value) : null, until, hands.Count);
    });

    /// <summary>How far the withdrawal of some assets is, by name. Those that are not withdrawn are left out.</summary>
    public Task<IReadOnlyList<WithdrawnName>> FollowAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<WithdrawnName>>(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            List<Guid> some = [.. ids.Distinct().Take(MostFollowed)];
            List<Asset> assets = await d.Assets.Where(a => some.Contains(a.Id) && a.State == AssetState.Withdrawn).OrderBy(a => a.Name)
                .ToListAsync(cancellationToken);
            ILookup<Guid, PublishedPlace> places = (await FindAsset.PlacesAsync(d, some, cancellationToken))
                .ToLookup(p => p.Publication.AssetId);
            Dictionary<Guid, DateTimeOffset> until = await d.Emblems.Where(e => some.Contains(e.AssetId) && e.Expires > now)
                .GroupBy(e => e.AssetId).Select(g => new { g.Key, Until = g.Max(e => e.Expires) })
                .ToDictionaryAsync(g => g.Key, g => g.Until, cancellationToken);
            return [.. assets.Select(a => new WithdrawnName(
                a, [.. places[a.Id]], until.TryGetValue(a.Id, out DateTimeOffset end) ? end : null))];
        });

    private static Task<DateTimeOffset?> CopiesUntilAsync(
        IssuerContext database, Guid[] ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Emblems.Where(e => ids.Contains(e.AssetId) && e.Expires > now)
            .MaxAsync(e => (DateTimeOffset?)e.Expires, cancellationToken);

    private static T? Later<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is not { } a ? other : other is not { } b || a.CompareTo(b) > 0 ? a : b;
}
