using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>
/// Finds what the first page shows, by queries over names that read an index only, and a short one over everything else.
/// </summary>
internal sealed class FindOverview(IssuerStore store, TimeProvider clock)
{
    /// <summary>For a person.</summary>
    /// <param name="handle">The handle; what a person sent in, approved or proposed does not wait for that person.</param>
    /// <param name="roles">The person's roles: what another role has to do is left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Overview> RunAsync(string handle, AccessRoles roles, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        // One state of the database, so that what is subtracted belongs to what it is subtracted from.
        await using IDbContextTransaction snapshot = await d.SnapshotAsync(cancellationToken);
        Names names = await NamesAsync(d, now, cancellationToken);
        RestCounts rest = await RestCounts.ReadAsync(d, handle.ToLowerInvariant(), now, cancellationToken);
        return new Overview(
            EmblemsOf(names, rest),
            rest.WatchedAt,
            names.NextEnd,
            rest.NextEndorsementEnd,
            rest.NextCertificateEnd,
            [.. rest.Needs().Where(n => n.Count > 0 && (NeedRoles.Of(n.Kind) & roles) != 0).OrderBy(n => n.Kind)]);
    });

    // Most emblems are in force, so that counting those that ended reads few entries of an index: comparing the end of each emblem of a
    // hundred thousand with the present would cost as much as all the rest of the page.
    private static async Task<Names> NamesAsync(IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<NameCount> all = await d.AssetsBy(AssetIndexes.Counts).GroupBy(a => new { a.World, a.State })
            .Select(g => new NameCount(g.Key.State, g.Key.World, g.Count(), g.Count(a => a.EmblemUntil != null)))
            .ToListAsync(cancellationToken);
        IQueryable<Asset> marked = d.AssetsBy(AssetIndexes.ByEnd).Where(a => a.State == AssetState.Marked);
        Dictionary<WorldSees, int> ended = await marked.Where(a => a.EmblemUntil <= now).GroupBy(a => a.World)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        DateTimeOffset? next = await marked.Where(a => a.EmblemUntil > now).OrderBy(a => a.EmblemUntil).Select(a => a.EmblemUntil)
            .FirstOrDefaultAsync(cancellationToken);
        return new Names(all, ended, next);
    }

    private static EmblemStanding EmblemsOf(Names names, RestCounts rest)
    {
        int Of(AssetState state) => names.All.Where(n => n.State == state).Sum(n => n.Count);
        IEnumerable<NameCount> Marked(WorldSees[] worlds) =>
            names.All.Where(n => n.State == AssetState.Marked && worlds.Contains(n.World));
        int Shown(params WorldSees[] worlds) => Marked(worlds).Sum(n => n.Count);
        int InForce(params WorldSees[] worlds) => Marked(worlds).Sum(n => n.WithEmblem - names.Ended.GetValueOrDefault(n.World));
        return new EmblemStanding(
            Of(AssetState.Listed),
            Of(AssetState.Marked),
            Of(AssetState.Withdrawn),
            InForce(Enum.GetValues<WorldSees>()),
            InForce(WorldSees.OurEmblem),
            Shown(WorldSees.Nothing, WorldSees.SomethingElse),
            Shown(WorldSees.CouldNotLook),
            Shown(WorldSees.NotLooked),
            Math.Max(0, rest.Due - rest.Failed),
            rest.Failed + rest.NotIssued);
    }

    /// <summary>All names, how many of the marked ones have an emblem that ended, and when the first that is in force ends.</summary>
    private sealed record Names(
        IReadOnlyList<NameCount> All, IReadOnlyDictionary<WorldSees, int> Ended, DateTimeOffset? NextEnd);

    /// <summary>The names of one state and sight, and how many of them have an emblem, in force or ended.</summary>
    private sealed record NameCount(AssetState State, WorldSees World, int Count, int WithEmblem);
}
