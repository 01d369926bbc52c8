using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>
/// Finds what the first page shows, in two queries: one over names, which reads an index only, and a short one over everything else.
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
        List<NameCounts> names = await NamesAsync(d, now, cancellationToken);
        RestCounts rest = await RestCounts.ReadAsync(d, handle.ToLowerInvariant(), now, cancellationToken);
        return new Overview(
            EmblemsOf(names, rest),
            rest.WatchedAt,
            names.Where(n => n.State == AssetState.Marked).Min(n => n.NextEnd),
            rest.NextEndorsementEnd,
            rest.NextCertificateEnd,
            [.. rest.Needs().Where(n => n.Count > 0 && (NeedRoles.Of(n.Kind) & roles) != 0).OrderBy(n => n.Kind)]);
    });

    private static Task<List<NameCounts>> NamesAsync(IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken) =>
        d.AssetsBy(AssetIndexes.Counts).GroupBy(a => new { a.World, a.State }).Select(g => new NameCounts(
            g.Key.State,
            g.Key.World,
            g.Count(),
            g.Count(a => a.EmblemUntil > now),
            g.Min(a => a.EmblemUntil > now ? a.EmblemUntil : null))).ToListAsync(cancellationToken);

    private static EmblemStanding EmblemsOf(List<NameCounts> names, RestCounts rest)
    {
        int Of(AssetState state) => names.Where(n => n.State == state).Sum(n => n.Count);
        int Marked(params WorldSees[] worlds) =>
            names.Where(n => n.State == AssetState.Marked && worlds.Contains(n.World)).Sum(n => n.Count);
        NameCounts[] marked = [.. names.Where(n => n.State == AssetState.Marked)];
        return new EmblemStanding(
            Of(AssetState.Listed),
            Of(AssetState.Marked),
            Of(AssetState.Withdrawn),
            marked.Sum(n => n.InForce),
            marked.Where(n => n.World == WorldSees.OurEmblem).Sum(n => n.InForce),
            Marked(WorldSees.Nothing, WorldSees.SomethingElse),
            Marked(WorldSees.CouldNotLook),
            Marked(WorldSees.NotLooked),
            Math.Max(0, rest.Due - rest.Failed),
            rest.Failed + rest.NotIssued);
    }

    /// <summary>The names of one state and sight.</summary>
    private sealed record NameCounts(AssetState State, WorldSees World, int Count, int InForce, DateTimeOffset? NextEnd);
}
