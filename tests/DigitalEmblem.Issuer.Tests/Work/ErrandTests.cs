using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Worker;
using FsCheck.Xunit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Long lists that are worked through in parts. When these fail, a withdrawal waits for a list of a hundred thousand names, or a list is
/// done by half, or twice, after a crash.
/// </summary>
public class ErrandTests
{
    private const int Rows = 10, APart = 3;

    [Fact]
    public async Task InstanceThatEndsAtAnyStep_IsFollowedByOneThatGoesOnWhereItWas()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Errand errand = await new StartErrand(scene.Store, scene.Clock).OfImportAsync(IssuerScene.Officer, List(Rows), default);
        SqliteConnection.ClearAllPools();
        byte[] before = await File.ReadAllBytesAsync(scene.Connection);

        int step = 0;
        for (bool isWhole = false; !isWhole;)
        {
            string copy = $"{scene.Connection}.{++step}";
            await File.WriteAllBytesAsync(copy, before);
            isWhole = await EndAsync(scene, copy, step);
            var next = new IssuerStore(new IssuerContexts(new DatabaseOptions { Connection = copy }), scene.Clock);
            await DrainAsync(new CarryOutErrands(next, new Pace(APart, APart, APart)));

            Errand ended = await next.ReadAsync(d => d.Errands.SingleAsync(e => e.Id == errand.Id));
            Assert.Equal((ErrandState.Done, Rows, 0), (ended.State, ended.Done, ended.Faults));
            Assert.Equal(Rows, await next.ReadAsync(d => d.Assets.CountAsync()));
            Assert.Equal(4, await next.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "assets.listed")));
            Assert.Equal(0, await next.ReadAsync(d => d.ErrandParts.CountAsync()));
            Assert.Empty((await next.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
        }

        Assert.InRange(step, 4 * 4, 50);
    }

    /// <summary>
    /// A withdrawal that is asked for while a part is under way comes before every part that follows, whatever else waits: no clock is
    /// asked, the journal has the order.
    /// </summary>
    [Property(MaxTest = 8)]
    public void Withdrawal_WaitsForThePartThatIsUnderWay_AndForNoOther(byte at, byte others)
    {
        int part = 1 + (at % 3);
        WithdrawWithinAsync(part, others % 4).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task WhatAnotherCallMadeImpossibleMeanwhile_IsToldByLine_AndTheRestIsDone()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Errand errand = await new StartErrand(scene.Store, scene.Clock).OfImportAsync(IssuerScene.Officer, List(Rows), default);
        await scene.AddAsset.RunAsync("anna", Name(5), Purposes.Protective, null, default);

        await DrainAsync(new CarryOutErrands(scene.Store));

        ErrandFault fault = Assert.Single(await scene.ReadAsync(d => d.ErrandFaults.ToListAsync()));
        Assert.Equal((errand.Id, 5), (fault.ErrandId, fault.Line));
        Assert.Equal(Rows, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    [Fact]
    public async Task ActsOnManyAssets_AreDoneInTheOrderInWhichTheyWereAsked_AndWithdrawalsFirst()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(1, 4).Select(i => Name(i).ToString())]);
        Guid[] marked = await IdsAsync(scene);
        await scene.ImportAssets.RunAsync(IssuerScene.Officer, List(4, from: 11), default);
        await scene.Store.ChangeAsync(
            IssuerScene.Officer, async c => (await c.Database.Assets.ToListAsync()).ForEach(a => a.ProveControl(c.Now)), default);
        Guid[] listed = [.. (await IdsAsync(scene)).Except(marked)];
        var start = new StartErrand(scene.Store, scene.Clock);
        await start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Declare, listed, default);
        scene.Clock.Now += TimeSpan.FromSeconds(1);
        await start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Renew, marked[..2], default);
        await start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Withdraw, marked[2..], default);

        await DrainAsync(new CarryOutErrands(scene.Store));

        Assert.Equal(
            ["assets.withdrawn", "assets.declared", "assets.renewalAsked"],
            await scene.ReadAsync(d => d.Journal.Where(j => j.Action.StartsWith("assets.")).OrderBy(j => j.Sequence)
                .Select(j => j.Action).ToListAsync()));
        await start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Mark, listed, default);
        await DrainAsync(new CarryOutErrands(scene.Store));
        Assert.Equal(6, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked)));
        Assert.Equal(2, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Withdrawn)));
        Assert.Equal(0, await scene.ReadAsync(d => d.Errands.SumAsync(e => e.Faults)));
    }

    /// <summary>When this fails, it stands under an officer's name that a name serves what the officer never read.</summary>
    [Fact]
    public async Task NameWithOtherPurposesThanWereRead_IsNotDeclared_AndToldByLine()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ImportAssets.RunAsync(IssuerScene.Officer, List(2), default);
        Guid[] ids = await IdsAsync(scene);
        var start = new StartErrand(scene.Store, scene.Clock);
        Dictionary<Guid, Purposes> read = ids.ToDictionary(i => i, _ => Purposes.Protective);
        await start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Declare, ids, read, default);
        await new ChangeAsset(scene.Store).RunAsync("anna", ids[0], null, Purposes.Indicative, null, default);

        await DrainAsync(new CarryOutErrands(scene.Store));

        Assert.Equal(1, Assert.Single(await scene.ReadAsync(d => d.ErrandFaults.ToListAsync())).Line);
        Assert.Equal([ids[1]], await scene.ReadAsync(d => d.Assets.Where(a => a.DeclaredUntil != null).Select(a => a.Id).ToListAsync()));
        // The same at once, and where it is changed before the errand begins.
        foreach (Func<Task> late in new Func<Task>[]
        {
            () => start.OnAssetsAsync(IssuerScene.Officer, AssetActs.Declare, ids, read, default),
            () => scene.DeclareAssets.RunAsync(IssuerScene.Officer, ids, a => read[a.Id] == a.Purposes, default),
        })
        {
            Assert.Equal(Refusal.Conflict, (await Assert.ThrowsAsync<RefusedException>(late)).Refusal);
        }
    }

    [Fact]
    public async Task ListWithOneAssetThatCannotBeMarked_IsRefusedWhole()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ImportAssets.RunAsync(IssuerScene.Officer, List(Rows), default);
        Guid[] ids = await IdsAsync(scene);

        await Assert.ThrowsAsync<RefusedException>(
            () => new StartErrand(scene.Store, scene.Clock).OnAssetsAsync(IssuerScene.Officer, AssetActs.Mark, ids, default));

        Assert.Equal(0, await scene.ReadAsync(d => d.Errands.CountAsync()));
    }

    [Fact]
    public async Task CancelledErrand_StopsAfterThePartThatIsUnderWay_AndWhatWasDoneStays()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Errand errand = await new StartErrand(scene.Store, scene.Clock).OfImportAsync(IssuerScene.Officer, List(Rows), default);
        var carry = new CarryOutErrands(scene.Store, new Pace(APart, APart, APart));
        await carry.RunAsync(default);

        await new CancelErrand(scene.Store).RunAsync(IssuerScene.Officer, errand.Id, default);
        await DrainAsync(carry);

        Assert.Equal(APart, await scene.ReadAsync(d => d.Assets.CountAsync()));
        Assert.Equal(0, await scene.ReadAsync(d => d.ErrandParts.CountAsync()));
    }

    /// <summary>
    /// When this fails, a person who was thrown out goes on marking a hundred thousand names, or a withdrawal stands still with its person.
    /// </summary>
    [Theory]
    [InlineData("ended", false)]
    [InlineData("role taken", false)]
    [InlineData("signed out", true)]
    [InlineData("key revoked", false)]
    public async Task ErrandOfOneWhoMayNotAnyMore_Stops_AndItsWithdrawalGoesOn(string what, bool goesOn)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var people = new Members(scene);
        await people.JoinAsync("ada", AccessRoles.Administrator);
        Session session = (await people.JoinAsync("otto", AccessRoles.Officer)).Session;
        ApiKey key = (await people.GiveAccess.RunAsync("ada", "otto", AccessRoles.Officer, null, default)).Key;
        Actor otto = what == "key revoked" ? new Actor("otto", key.Id.ToString()) : session.Actor;
        await scene.ManyMarkedAsync([.. Enumerable.Range(21, APart + 1).Select(i => Name(i).ToString())]);
        Guid[] marked = await IdsAsync(scene);
        var start = new StartErrand(scene.Store, scene.Clock);
        Errand errand = await start.OfImportAsync(otto, List(Rows), default);
        var carry = new CarryOutErrands(scene.Store, new Pace(APart, APart, APart));
        await carry.RunAsync(default);
        await start.OnAssetsAsync(otto, AssetActs.Withdraw, marked, default);

        await (what switch
        {
            "ended" => people.EndPerson.RunAsync("ada", "otto", default),
            "role taken" => people.ChangeRoles.RunAsync("ada", "otto", AccessRoles.Auditor, null, default),
            "signed out" => people.EndSessions.OwnAsync(session.Actor, session.Id, default),
            _ => (Task)new RevokeAccess(scene.Store).RunAsync("ada", key.Id, null, default),
        });
        await DrainAsync(carry);

        Assert.Equal(marked.Length, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Withdrawn)));
        (Errand ended, IReadOnlyList<ErrandFault> faults, _) = await new ListErrands(scene.Store).OfAsync(errand.Id, 0, default);
        Assert.Equal(goesOn ? Rows : APart, ended.Done);
        Assert.Equal(goesOn ? ErrandState.Done : ErrandState.Cancelled, ended.State);
        Assert.Equal(goesOn ? 0 : 1, ended.Faults);
        Assert.Equal(goesOn ? [] : [APart + 1], faults.Select(f => f.Line));
        Assert.Equal(goesOn ? 0 : 1, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "errand.stopped")));
        Assert.Equal(0, await scene.ReadAsync(d => d.ErrandParts.CountAsync()));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task ErrandWhoseReceiptWasCutOff_IsNeverDone_AndItsRowsGo()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.Store.ChangeAsync(
            Instance.Actor,
            c =>
            {
                Errand errand = Errand.Create(ErrandKind.Import, IssuerScene.Officer, 2 * ErrandPart.Size, c.Now);
                c.Database.Add(errand);
                c.Database.Add(ErrandPart.Create(errand, 0, [new ErrandRow(1, "a.society.example", Purposes.Protective)]));
                return Task.CompletedTask;
            },
            default);
        var carry = new CarryOutErrands(scene.Store);

        await DrainAsync(carry);
        Assert.Equal(1, await scene.ReadAsync(d => d.ErrandParts.CountAsync()));
        scene.Clock.Now += TimeSpan.FromMinutes(11);
        await DrainAsync(carry);

        Assert.Equal(0, await scene.ReadAsync(d => d.ErrandParts.CountAsync()));
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    private static async Task WithdrawWithinAsync(int part, int others)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.MarkedAsync("www.society.example");
        int committing = 0;
        var asked = new List<Task>();
        IssuerStore? store = null;
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = scene.Connection }, new BeforeCommit(d =>
        {
            if (d.ChangeTracker.Entries<Errand>().Any(e => e.Entity.Done > 0) && ++committing == part)
            {
                // What others ask for waits already.
                asked.AddRange(Enumerable.Range(0, others).Select(i => store!.ChangeAsync("other", _ => Task.CompletedTask, default)));
                asked.Add(new WithdrawAssets(store!).RunAsync(IssuerScene.Officer, [asset.Id], default));
            }

            return Task.CompletedTask;
        }));
        store = new IssuerStore(contexts, scene.Clock);
        await new StartErrand(store, scene.Clock).OfImportAsync(IssuerScene.Officer, List(5 * APart), default);

        await DrainAsync(new CarryOutErrands(store, new Pace(APart, APart, APart)));
        await Task.WhenAll(asked);

        List<string> order = await scene.ReadAsync(d => d.Journal.Where(j => j.Action == "assets.listed" || j.Action == "asset.withdrawn")
            .OrderBy(j => j.Sequence).Select(j => j.Action).ToListAsync());
        Assert.Equal((part, 6), (order.IndexOf("asset.withdrawn"), order.Count));
    }

    /// <summary>Runs an instance that ends at a step.</summary>
    /// <returns>Whether it came to the end of the errand.</returns>
    private static async Task<bool> EndAsync(IssuerScene scene, string file, int step)
    {
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = file }, [.. new DatabaseSteps(new Steps(step)).Interceptors]);
        try
        {
            await DrainAsync(new CarryOutErrands(new IssuerStore(contexts, scene.Clock), new Pace(APart, APart, APart)));
            return true;
        }
        catch (Exception e) when (e.GetBaseException() is InstanceEndedException)
        {
            return false;
        }
    }

    private static async Task DrainAsync(CarryOutErrands errands)
    {
        while (await errands.RunAsync(default) > 0)
        {
        }
    }

    private static Task<Guid[]> IdsAsync(IssuerScene scene) =>
        scene.ReadAsync(d => d.Assets.OrderBy(a => a.Id).Select(a => a.Id).ToArrayAsync());

    private static DomainName Name(int number) => DomainName.Parse($"host{number}.society.example");

    private static AssetRow[] List(int count, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(i => new AssetRow(i, Name(i), Purposes.Protective, null))];
}
