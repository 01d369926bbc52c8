using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Takes names that leave a profile further: notes when both were seen, and makes the last emblem due when one can be left.
/// </summary>
internal sealed class LeaveProfiles(IssuerStore store, TimeProvider clock)
{
    private const int Page = 500;

    /// <summary>Takes one step of each name.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        for (Guid after = Guid.Empty; ;)
        {
            (List<Asset> page, List<Guid> seen, List<Guid> due) = await store.ReadAsync(d => LookAsync(d, after, now, cancellationToken));
            if (seen.Count + due.Count > 0)
            {
                await store.ChangeAsync(
                    Instance.Actor,
                    async change =>
                    {
                        foreach (Asset asset in await change.Database.Assets.Where(a => seen.Contains(a.Id) || due.Contains(a.Id))
                            .ToListAsync(cancellationToken))
                        {
                            asset.SeeBoth(change.Now);
                            if (due.Contains(asset.Id))
                            {
                                asset.Refresh(change.Now);
                            }
                        }
                    },
                    cancellationToken);
            }

            if (page.Count < Page)
            {
                return;
            }

            after = page[^1].Id;
        }
    }

    private static async Task<(List<Asset> Page, List<Guid> Seen, List<Guid> Due)> LookAsync(
        IssuerContext database, Guid after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Asset> page = await database.Assets
            .Where(a => a.IsLeavingProfile && a.State == AssetState.Marked && a.Id.CompareTo(after) > 0)
            .OrderBy(a => a.Id).Take(Page).ToListAsync(cancellationToken);
        if (page.Count == 0)
        {
            return ([], [], []);
        }

        List<Guid> ids = [.. page.Select(a => a.Id)], emblemIds = [.. page.Select(a => a.EmblemId).OfType<Guid>()];
        List<PublicationTarget> targets = await database.Targets.ToListAsync(cancellationToken);
        Dictionary<Guid, IssuedEmblem> emblems = await database.Emblems.Where(e => emblemIds.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);
        ILookup<Guid, Publication> publications = (await database.Publications.Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken)).ToLookup(p => p.AssetId);

        // A name without a target is in the well-known resource only, where nothing is kept for longer than the resource says.
        bool IsSeen(Asset asset) => asset.EmblemId is { } id && emblems.TryGetValue(id, out IssuedEmblem? emblem)
            && emblem.Profiles == MarkProfiles.Both
            && publications[asset.Id].All(p => p is { State: PublicationState.Seen, Wanted: true, SeenDigest: { } digest }
                && digest.AsSpan().SequenceEqual(emblem.SetDigest));
        return (
            page,
            [.. page.Where(a => a.BothSeenAt is null && IsSeen(a)).Select(a => a.Id)],
            [.. page.Where(a => a.RenewAt > now && a.BothSeenAt <= ProfilesToSign.SeenBefore(a, targets, now)).Select(a => a.Id)]);
    }
}
