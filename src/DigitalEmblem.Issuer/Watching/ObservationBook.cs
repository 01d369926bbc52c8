using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Keeps what the world showed at each name, one row a name and vantage, written when it changes. A round tells the vantage how far it is,
/// so that names that show the same need no write.
/// </summary>
internal sealed class ObservationBook(IssuerStore store)
{
    private const int Page = 500;

    // Two instances may look through different resolvers in turn. One that none looked through for so long was changed in the settings.
    private static readonly TimeSpan UnusedKept = TimeSpan.FromDays(30);

    /// <summary>A round through a vantage begins, as a part of a change.</summary>
    public static async Task BeginAsync(Change change, string vantage, CancellationToken cancellationToken) =>
        (await VantageAsync(change, vantage, cancellationToken)).Begin(change.Now);

    /// <summary>The round has looked at all assets up to one, as a part of a change.</summary>
    public static async Task ReachAsync(Change change, string vantage, Guid asset, CancellationToken cancellationToken) =>
        (await VantageAsync(change, vantage, cancellationToken)).Reach(asset);

    /// <summary>The round has looked at all, as a part of a change.</summary>
    public static async Task FinishAsync(Change change, string vantage, CancellationToken cancellationToken) =>
        (await VantageAsync(change, vantage, cancellationToken)).Finish();

    /// <summary>
    /// Forgets what names showed, as a part of the change that marks them: what was seen of an emblem that was withdrawn since says nothing
    /// about the one to come.
    /// </summary>
    public static async Task ForgetAsync(Change change, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. assets.Select(a => a.Id)];
        await change.Database.Observations.Where(o => ids.Contains(o.AssetId)).ExecuteDeleteAsync(cancellationToken);
        await change.Database.Assets.Where(a => ids.Contains(a.Id) && a.World != WorldSees.NotLooked).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.World, WorldSees.NotLooked), cancellationToken);
    }

    /// <summary>Notes what was seen of some names, if it differs from what is known.</summary>
    /// <param name="vantage">The resolver.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="always">Whether it is written also if nothing differs: for a look outside of a round.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task NoteAsync(
        string vantage, IReadOnlyList<NameFacts> seen, bool always, CancellationToken cancellationToken)
    {
        Dictionary<Guid, Sight> sights = seen.ToDictionary(f => f.Asset.Id, Sights.Of);
        List<Guid> ids = always ? [.. sights.Keys] : await store.ReadAsync(d => DifferingAsync(d, vantage, sights, cancellationToken));
        if (ids.Count > 0)
        {
            await store.ChangeAsync(
                Instance.Actor, change => WriteAsync(change, vantage, ids, sights, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Removes the rows of vantages that are not looked through any more, a page at a time.</summary>
    public async Task TidyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset before = now - UnusedKept;
        while (await store.ReadAsync(d => d.Vantages.AnyAsync(v => v.RoundAt < before, cancellationToken)))
        {
            await store.ChangeAsync(
                Instance.Actor,
                async change =>
                {
                    if (await change.Database.Vantages.Where(v => v.RoundAt < before).OrderBy(v => v.Id)
                        .FirstOrDefaultAsync(cancellationToken) is not { } unused)
                    {
                        return;
                    }

                    IQueryable<Guid> page = change.Database.Observations.Where(o => o.VantageId == unused.Id).Select(o => o.Id).Take(Page);
                    if (await change.Database.Observations.Where(o => page.Contains(o.Id)).ExecuteDeleteAsync(cancellationToken) == 0)
                    {
                        change.Database.Remove(unused);
                    }
                },
                cancellationToken);
        }
    }

    private static async Task<List<Guid>> DifferingAsync(
        IssuerContext d, string vantage, Dictionary<Guid, Sight> sights, CancellationToken cancellationToken)
    {
        List<Guid> all = [.. sights.Keys];
        Dictionary<Guid, WorldSees> worlds = await d.Assets.Where(a => all.Contains(a.Id)).Select(a => new { a.Id, a.World })
            .ToDictionaryAsync(a => a.Id, a => a.World, cancellationToken);
        Dictionary<Guid, Observation> known = await d.Observations
            .Where(o => all.Contains(o.AssetId) && d.Vantages.Any(v => v.Id == o.VantageId && v.Name == vantage))
            .ToDictionaryAsync(o => o.AssetId, cancellationToken);
        return [.. sights.Where(s => worlds.TryGetValue(s.Key, out WorldSees world)
            && (world != s.Value.Sees || !known.TryGetValue(s.Key, out Observation? row) || row.DiffersFrom(s.Value))).Select(s => s.Key)];
    }

    private static async Task WriteAsync(
        Change change, string vantageName, List<Guid> ids, Dictionary<Guid, Sight> sights, CancellationToken cancellationToken)
    {
        Vantage vantage = await VantageAsync(change, vantageName, cancellationToken);
        Dictionary<Guid, Observation> known = await change.Database.Observations
            .Where(o => ids.Contains(o.AssetId) && o.VantageId == vantage.Id).ToDictionaryAsync(o => o.AssetId, cancellationToken);
        foreach (Guid id in ids)
        {
            if (known.TryGetValue(id, out Observation? row))
            {
                row.See(sights[id], vantage.LookedAt(id), change.Now);
            }
            else
            {
                change.Database.Add(Observation.Create(id, vantage.Id, sights[id], change.Now));
            }
        }

        foreach (IGrouping<WorldSees, Guid> alike in ids.GroupBy(i => sights[i].Sees))
        {
            WorldSees world = alike.Key;
            List<Guid> some = [.. alike];
            // By a statement, so that the version stays which people have seen: it is no change of the asset.
            await change.Database.Assets.Where(a => some.Contains(a.Id) && a.World != world).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.World, world), cancellationToken);
        }
    }

    private static async Task<Vantage> VantageAsync(Change change, string name, CancellationToken cancellationToken)
    {
        if (await change.Database.Vantages.SingleOrDefaultAsync(v => v.Name == name, cancellationToken) is { } there)
        {
            return there;
        }

        var made = Vantage.Create(name, change.Now);
        change.Database.Add(made);
        return made;
    }
}
