using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// A store as it stands after months: each asset has emblems that ended and one in force, a label, is published, and was seen. The rows of
/// emblems are copies of one that was signed, because no page verifies them.
/// </summary>
internal static class FullStore
{
    private const int LabelledAtOnce = 5000, Teams = 1000;

    /// <summary>Makes one.</summary>
    /// <param name="connection">A connection to PostgreSQL; null for a SQLite file.</param>
    /// <param name="assets">How many assets are marked.</param>
    /// <param name="emblemsEach">How many emblems each has.</param>
    public static async Task<IssuerScene> MakeAsync(string? connection, int assets, int emblemsEach)
    {
        IssuerScene scene = await IssuingRun.SceneAsync(connection, assets);
        await scene.IssueEmblems.RunAsync(default);
        await CopyEmblemsAsync(scene, emblemsEach);
        await LabelAsync(scene);
        await PublishAsync(scene);
        return scene;
    }

    private static async Task LabelAsync(IssuerScene scene)
    {
        await using IssuerContext context = scene.Contexts.Open();
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        List<Guid> assets = await context.Assets.Select(a => a.Id).ToListAsync();
        for (int i = 0; i < assets.Count; i += LabelledAtOnce)
        {
            context.AddRange(assets.Skip(i).Take(LabelledAtOnce).Select((id, n) => LabelledAsset.Of($"team={(i + n) % Teams}", id)));
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();
        }
    }

    private static async Task CopyEmblemsAsync(IssuerScene scene, int each)
    {
        await using IssuerContext context = scene.Contexts.Open();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        DateTimeOffset later = scene.Clock.Now.AddHours(20);
        Guid one = await context.Emblems.Select(e => e.Id).FirstAsync();
        IEntityType emblem = context.Model.FindEntityType(typeof(IssuedEmblem))!;
        string table = emblem.GetTableName()!, assets = context.Model.FindEntityType(typeof(Asset))!.GetTableName()!;
        string[] same =
        [
            .. emblem.GetProperties().Select(p => p.GetColumnName())
                .Where(c => c is not (nameof(IssuedEmblem.Id) or nameof(IssuedEmblem.AssetId))).Select(c => $"\"{c}\""),
        ];
        string id = context.Database.IsSqlite()
            ? "substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)||'-'||substr(h,21,12)"
            : "h";
        string random = context.Database.IsSqlite() ? "hex(randomblob(16))" : "gen_random_uuid()";
        string numbers = string.Join(", ", Enumerable.Range(0, each).Select(n => string.Create(CultureInfo.InvariantCulture, $"({n})")));
        string copy = $"WITH n(k) AS (VALUES {numbers}), "
            + $"r AS MATERIALIZED (SELECT a.\"Id\" AS asset, {random} AS h FROM \"{assets}\" a, n) "
            + $"INSERT INTO \"{table}\" (\"Id\", \"AssetId\", {string.Join(", ", same)}) "
            + $"SELECT {id}, r.asset, {string.Join(", ", same.Select(c => $"e.{c}"))} "
            + $"FROM r, (SELECT * FROM \"{table}\" WHERE \"Id\" = {{0}}) e";
        await context.Database.ExecuteSqlRawAsync(copy, one);
        await context.Assets.ExecuteUpdateAsync(s => s
            .SetProperty(a => a.EmblemId, a => context.Emblems.Where(e => e.AssetId == a.Id).Select(e => (Guid?)e.Id).FirstOrDefault())
            .SetProperty(a => a.EmblemUntil, later)
            .SetProperty(a => a.World, WorldSees.OurEmblem)
            .SetProperty(a => a.RenewAt, later));
    }

    private static async Task PublishAsync(IssuerScene scene)
    {
        await using IssuerContext context = scene.Contexts.Open();
        DateTimeOffset now = scene.Clock.Now, later = now.AddHours(20);
        await context.Publications.ExecuteDeleteAsync();
        var target = PublicationTarget.Create(
            TargetKind.DnsUpdate, DomainName.Parse("society.example"), "127.0.0.1:5301", null, 60, now);
        var vantage = Vantage.Create("127.0.0.1:53", now);
        vantage.Finish();
        var round = WatchRound.Create(now);
        round.TryStart("bench", TimeSpan.FromHours(1), now);
        round.Finish("bench", now);
        if (await context.WatchRounds.AnyAsync())
        {
            await context.WatchRounds.ExecuteDeleteAsync();
        }

        context.AddRange(target, vantage, round);
        await context.SaveChangesAsync();
        var sight = new Sight(WorldSees.OurEmblem, "", later, null);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (Asset[] assets in (await context.Assets.AsNoTracking().ToListAsync()).Chunk(5000))
        {
            context.Attach(target);
            context.AddRange(assets.Select(a => Publication.Create(a, target, now)));
            context.AddRange(assets.Select(a => Observation.Create(a.Id, vantage.Id, sight, now)));
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();
        }

        byte[] digest = new byte[32];
        await context.Publications.ExecuteUpdateAsync(s => s.SetProperty(p => p.Wanted, true).SetProperty(p => p.SeenTtl, 60)
            .SetProperty(p => p.State, PublicationState.Seen).SetProperty(p => p.SeenDigest, digest)
            .SetProperty(p => p.NextAttempt, later));
        if (context.Database.IsNpgsql())
        {
            // What the server does by itself in the minutes after such changes.
            await context.Database.ExecuteSqlRawAsync("VACUUM (ANALYZE)");
        }
    }
}
