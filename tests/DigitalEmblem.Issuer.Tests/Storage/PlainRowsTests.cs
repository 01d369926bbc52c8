using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Replay;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Rows that are written without tracking are saved and told as tracked ones are. When these fail, emblems are given out that the journal
/// does not know, or a renewal overwrites a withdrawal that came between.
/// </summary>
public class PlainRowsTests
{
    private static readonly Actor Olga = "olga";

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Fact]
    public async Task PlainRows_AreSavedAndTold_AsTrackedOnes()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 40, change => a => change.Database.Add(a));
        PublicationTarget target = await TargetAsync(scene);

        await scene.Store.ChangeAsync(Olga, c => ActAsync(c, target, plain: false, n => n < 20), default);
        await scene.Store.ChangeAsync(Olga, c => ActAsync(c, target, plain: true, n => n >= 20), default);

        List<Asset> saved = await scene.ReadAsync(d => d.Assets.ToListAsync());
        List<Publication> publications = await scene.ReadAsync(d => d.Publications.ToListAsync());
        Assert.Equal(40, saved.Count);
        Assert.Equal(40, publications.Count);
        Assert.Equal(40, saved.Select(a => a.Version).Distinct().Count());
        Assert.Equal(40, publications.Select(a => a.Version).Distinct().Count());
        IReadOnlyList<JsonObject> tracked = await ToldAsync(scene, 2), plain = await ToldAsync(scene, 1);
        for (int n = 0; n < 20; n++)
        {
            Asset one = saved.Single(a => Number(a) == n), other = saved.Single(a => Number(a) == n + 20);
            Assert.Equal(
                (one.DeclaredBy, one.Lifetime, one.Lease.By, one.State, one.Purposes),
                (other.DeclaredBy, other.Lifetime, other.Lease.By, other.State, other.Purposes));
            Publication its = publications.Single(p => p.AssetId == one.Id), others = publications.Single(p => p.AssetId == other.Id);
            Assert.Equal((its.Place, its.State, its.Wanted), (others.Place, others.State, others.Wanted));
            Assert.Equal(Members(tracked, "assets", one.Id), Members(plain, "assets", other.Id));
            Assert.Equal(
                Members(tracked, "publications", its.Id)!.Replace($"{one.Id}", "", StringComparison.Ordinal),
                Members(plain, "publications", others.Id)!.Replace($"{other.Id}", "", StringComparison.Ordinal));
        }

        Assert.DoesNotContain("olga", string.Concat(plain), StringComparison.Ordinal);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task RowThatIsHeldAndNotChanged_KeepsItsVersion_AndIsNotTold()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 2, change => change.Rows.Add);
        List<Asset> before = await scene.ReadAsync(d => d.Assets.ToListAsync());

        await scene.Store.ChangeAsync(
            Olga,
            async change =>
            {
                List<Asset> held = await change.Database.Assets.AsNoTracking().ToListAsync();
                held.ForEach(change.Rows.Hold);
                held.Single(a => Number(a) == 1).Declare("olga", change.Now);
            },
            default);

        List<Asset> after = await scene.ReadAsync(d => d.Assets.ToListAsync());
        Assert.Equal(before.Single(a => Number(a) == 0).Version, after.Single(a => Number(a) == 0).Version);
        Assert.NotEqual(before.Single(a => Number(a) == 1).Version, after.Single(a => Number(a) == 1).Version);
        Assert.Null(Members(await ToldAsync(scene, 1), "assets", after.Single(a => Number(a) == 0).Id));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task OneRowOfManyWasChangedMeanwhile_NothingIsSaved()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 60, change => change.Rows.Add);
        long head = await HeadAsync(scene);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.Store.ChangeAsync(
            Olga,
            async change =>
            {
                foreach (Asset asset in await change.Database.Assets.AsNoTracking().ToListAsync())
                {
                    change.Rows.Hold(asset);
                    asset.Declare("olga", change.Now);
                }

                DomainName one = Name(30);
                await change.Database.Assets.Where(a => a.Name == one)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, Guid.NewGuid()));
            },
            default));

        Assert.Equal(Refusal.Conflict, refused.Refusal);
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.DeclaredBy != null)));
        Assert.Equal(head, await HeadAsync(scene));
    }

    [Fact]
    public async Task OneRowOfManyIsThereAlready_NothingIsSaved()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 3, change => change.Rows.Add);
        long head = await HeadAsync(scene);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(scene, 60, change => change.Rows.Add));

        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
        Assert.Equal(3, await scene.ReadAsync(d => d.Assets.CountAsync()));
        Assert.Equal(head, await HeadAsync(scene));
    }

    [Fact]
    public async Task RowsThatOwnOthers_AreRefused_InPlaceOfBeingSavedInPart()
    {
        await using IssuerScene scene = await StartAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => scene.Store.ChangeAsync(
            Olga,
            change =>
            {
                change.Rows.Hold(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(KeyCompromise)));
                return Task.CompletedTask;
            },
            default));
    }

    /// <summary>A call that is bound to zones writes nothing outside of them, whichever way it writes.</summary>
    [Fact]
    public async Task RowOutsideOfTheZonesOfTheCall_IsRefused()
    {
        await using IssuerScene scene = await StartAsync();

        RefusedException? refused = null;
        await ZonesInForce.RunAsync(KeyZones.Parse("clinic.society.example")!, async () =>
            refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(scene, 1, change => change.Rows.Add)));

        Assert.Equal(Refusal.TooWide, refused!.Refusal);
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    private static async Task ActAsync(Change change, PublicationTarget target, bool plain, Func<int, bool> chosen)
    {
        IQueryable<Asset> all = change.Database.Assets;
        foreach (Asset asset in (await (plain ? all.AsNoTracking() : all).ToListAsync()).Where(a => chosen(Number(a))))
        {
            int n = Number(asset) % 20;
            if (plain)
            {
                change.Rows.Hold(asset);
            }

            if (n % 2 == 0)
            {
                asset.Declare("olga", change.Now);
            }

            asset.Change(asset.Purposes, n % 3 == 0 ? TimeSpan.FromHours(n + 1) : null);
            var publication = Publication.Create(asset, target, change.Now);
            if (plain)
            {
                change.Rows.Add(publication);
            }
            else
            {
                change.Database.Add(publication);
            }
        }

        change.Journal("test.acted", "names");
    }

    private static Task AddAsync(IssuerScene scene, int count, Func<Change, Action<Asset>> add) => scene.Store.ChangeAsync(
        Olga,
        change =>
        {
            foreach (int n in Enumerable.Range(0, count))
            {
                add(change)(Asset.List(Name(n), Purposes.Protective, "challenge", change.Now));
            }

            return Task.CompletedTask;
        },
        default);

    private static async Task<PublicationTarget> TargetAsync(IssuerScene scene)
    {
        await scene.Store.ChangeAsync(
            Olga,
            change =>
            {
                change.Database.Add(PublicationTarget.Create(
                    TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, change.Now));
                return Task.CompletedTask;
            },
            default);
        return await scene.ReadAsync(d => d.Targets.SingleAsync());
    }

    /// <summary>The rows that the line tells which stands so far from the end.</summary>
    private static async Task<IReadOnlyList<JsonObject>> ToldAsync(IssuerScene scene, int fromEnd)
    {
        List<JournalEntry> lines = await scene.ReadAsync(d => d.Journal.OrderByDescending(l => l.Sequence).Take(fromEnd).ToListAsync());
        return [(JsonObject)JsonNode.Parse(lines[fromEnd - 1].Details)![JournalReplay.Rows]!];
    }

    private static string? Members(IReadOnlyList<JsonObject> lines, string table, Guid id) =>
        lines.Select(l => l[table]?[id.ToString()]?.ToJsonString()).FirstOrDefault(m => m is not null);

    private static Task<long> HeadAsync(IssuerScene scene) => scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());

    private static DomainName Name(int number) => DomainName.Parse($"host{number}.society.example");

    private static int Number(Asset asset) => int.Parse(asset.Name.ToString()[4..asset.Name.ToString().IndexOf('.')]);
}
