using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Several instances on one PostgreSQL, which goes and comes back. When these fail, the journal has gaps, an asset gets two emblems or
/// none, or a change is lost without a word.
/// </summary>
[Trait("Category", "Faults")]
[Collection(IssuerPostgres.Collection)]
public class PostgresFaultsTests(IssuerPostgres server)
{
    [Fact]
    public async Task EightWritersAtOnce_LeaveAJournalWithoutGaps()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync(connection: server.NewDatabase());
        long before = await scene.ReadAsync(d => d.Journal.LongCountAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                await scene.Store.ChangeAsync($"writer{writer}", c =>
                {
                    c.Journal("test.one", $"{i}");
                    c.Journal("test.two", $"{i}");
                    return Task.CompletedTask;
                }, default);
            }
        })));

        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        Assert.Empty(audit.Faults);
        Assert.Equal(before + (8 * 25 * 2), audit.Entries);
    }

    [Fact]
    public async Task ConnectionKilledWithinAChange_IsTriedAgain_AndDoneOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync(connection: server.NewDatabase());
        int runs = 0;

        await scene.Store.ChangeAsync("officer", async c =>
        {
            c.Journal("test.once", "x");
            if (++runs == 1)
            {
                await KillAsync(scene, c.Database);
            }

            await c.Database.Organizations.CountAsync();
        }, default);

        Assert.Equal(2, runs);
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "test.once")));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task RowChangedBySql_IsNamed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync(connection: server.NewDatabase());
        await scene.ListedAsync("www.society.example");
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("UPDATE assets SET \"State\" = 1"));

        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));

        Assert.Contains(
            "State is \"Listed\" by the journal, and \"Marked\" in the row", Assert.Single(audit.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionKilledBeforeTheChangeIsWritten_IsTriedAgain_AndDoneOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync(connection: server.NewDatabase());
        int runs = 0;

        await scene.Store.ChangeAsync("officer", async c =>
        {
            c.Journal("test.once", "x");
            if (++runs == 1)
            {
                await KillAsync(scene, c.Database);
            }
        }, default);

        Assert.Equal((2, 1), (runs, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "test.once"))));
    }

    [Fact]
    public async Task ConnectionKilledAtTheCommit_IsTold_AndNotTriedAgain()
    {
        string connection = server.NewDatabase();
        await using IssuerScene scene = await IssuerScene.StartAsync(connection: connection);
        var store = new IssuerStore(
            new IssuerContexts(new DatabaseOptions { Connection = connection }, new BeforeCommit(d => KillAsync(scene, d))), scene.Clock);
        int runs = 0;

        // Nobody knows here whether it was committed: to run it again could do it twice.
        await Assert.ThrowsAnyAsync<Exception>(() => store.ChangeAsync("officer", c =>
        {
            runs++;
            c.Journal("test.once", "x");
            return Task.CompletedTask;
        }, default));

        Assert.Equal(1, runs);
        Assert.Equal(0, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "test.once")));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task TwoInstancesRenewingAtOnce_IssueOneNewEmblemForEachAsset()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: server.NewDatabase());
        scene.Issuing.BatchSize = 100;
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 1000).Select(i => $"host{i}.society.example")]);
        await DrainAsync(scene.IssueEmblems);
        scene.Clock.Now += TimeSpan.FromHours(20);

        int[] taken = await Task.WhenAll(
            Task.Run(() => DrainAsync(scene.IssueEmblems)), Task.Run(() => DrainAsync(scene.AnotherInstance())));

        Assert.Equal(1000, taken.Sum());
        Assert.All(taken, t => Assert.True(t > 0));
        Assert.Equal(2000, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        Assert.Equal(1000, await scene.ReadAsync(d => d.Emblems.GroupBy(e => e.AssetId).CountAsync(g => g.Count() == 2)));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    /// <summary>An instance whose clock is a minute off, on the database of the others.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task TwoInstancesWithClocksAMinuteApart_IssueOneNewEmblemForEachAsset(int seconds)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: server.NewDatabase());
        scene.Issuing.BatchSize = 20;
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 200).Select(i => $"host{i}.society.example")]);
        await DrainAsync(scene.IssueEmblems);
        scene.Clock.Now += TimeSpan.FromHours(20);
        var off = new SettableClock(scene.Clock.Now.AddSeconds(seconds));
        var other = new IssueEmblems(new IssuerStore(scene.Contexts, off), new RingKeys(scene.Ring), scene.Issuing, Instance.New(), off);

        int[] taken = await Task.WhenAll(Task.Run(() => DrainAsync(scene.IssueEmblems)), Task.Run(() => DrainAsync(other)));

        Assert.Equal(200, taken.Sum());
        Assert.Equal(200, await scene.ReadAsync(d => d.Emblems.GroupBy(e => e.AssetId).CountAsync(g => g.Count() == 2)));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task InstanceThatWakesUpAfterItsLeaseWasTakenOver_ChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: server.NewDatabase());
        await scene.MarkedAsync("www.society.example");
        var slow = new IssueEmblems(scene.Store, new SlowKeys(new RingKeys(scene.Ring), async () =>
        {
            scene.Clock.Now += TimeSpan.FromMinutes(3);
            Assert.Equal(1, await scene.AnotherInstance().RunAsync(default));
        }), scene.Issuing, Instance.New(), scene.Clock);

        await slow.RunAsync(default);

        Assert.Equal(1, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        Assert.NotNull((await scene.AssetAsync("www.society.example")).EmblemId);
    }

    internal static async Task<int> DrainAsync(IssueEmblems issuing)
    {
        int taken = 0;
        while (await issuing.RunAsync(default) is > 0 and int count)
        {
            taken += count;
        }

        return taken;
    }

    /// <summary>Ends a context's connection from another one, as an administrator or a failover does.</summary>
    private static async Task KillAsync(IssuerScene scene, DbContext victim)
    {
        int pid = ((NpgsqlConnection)victim.Database.GetDbConnection()).ProcessID;
        await scene.ReadAsync(d => d.Database.ExecuteSqlAsync($"SELECT pg_terminate_backend({pid}, 5000)"));
    }
}
