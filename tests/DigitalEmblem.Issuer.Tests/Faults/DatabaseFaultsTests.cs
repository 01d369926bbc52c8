using System.Diagnostics;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// A database that is held by someone else, has no room, or goes away and comes back. When these fail, an emblem is lost that nobody
/// misses until it has expired, or a decision of an officer was said to be made and was not.
/// </summary>
[Trait("Category", "Faults")]
public class DatabaseFaultsTests(IssuerPostgres postgres) : IClassFixture<IssuerPostgres>
{
    [Fact]
    public async Task FileHeldByAnotherProcess_IsWaitedFor()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        using Process holder = await HoldAsync(Path.Combine(scene.Folder, "issuer.db"), seconds: 4);

        // On a thread of its own, as SQLite's calls wait where they stand.
        Task withdrawn = Task.Run(() => scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default));

        // Who only reads is not held up.
        Assert.Equal(AssetState.Marked, (await scene.AssetAsync("www.society.example")).State);
        await withdrawn;
        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync("www.society.example")).State);
        await RequireOrderAsync(scene, emblems: 1);
    }

    [Fact]
    public async Task FileWithoutRoom_IsTold_AndGoesOnWhenThereIsRoom()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"host{i}.society.example")];
        await scene.ManyMarkedAsync(names);
        JournalAuditResult before = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        var room = new Room
        {
            Pages = 5 + await scene.ReadAsync(async d => (await d.Database.SqlQueryRaw<int>("PRAGMA page_count").ToListAsync())[0]),
        };
        var store = new IssuerStore(
            new IssuerContexts(new DatabaseOptions { Connection = Path.Combine(scene.Folder, "issuer.db") }, room), scene.Clock);
        var emblems = new IssueEmblems(store, new RingKeys(scene.Ring), scene.Issuing, Instance.New(), scene.Clock);

        Exception told = await Assert.ThrowsAnyAsync<Exception>(() => PostgresFaultsTests.DrainAsync(emblems));

        Assert.Equal(13, Assert.IsType<SqliteException>(told.GetBaseException()).SqliteErrorCode);
        Assert.Equal(0, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        JournalAuditResult during = await scene.ReadAsync(d => JournalAudit.RunAsync(d, (before.Entries, before.Head), default));
        Assert.Empty(during.Faults);

        room.Pages = int.MaxValue;
        scene.Clock.Now += TimeSpan.FromMinutes(3);
        Assert.Equal(names.Length, await PostgresFaultsTests.DrainAsync(emblems));
        await RequireOrderAsync(scene, emblems: names.Length);
    }

    [Fact]
    public async Task ServerThatGoesAwayForLong_IsTold_AndGoesOnWhenItIsBack()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: postgres.NewDatabase());
        Asset asset = await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        postgres.Stop();

        await Assert.ThrowsAnyAsync<Exception>(() => scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default));
        await Assert.ThrowsAnyAsync<Exception>(() => scene.IssueEmblems.RunAsync(default));

        await postgres.StartAsync();
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);
        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync("www.society.example")).State);
        await RequireOrderAsync(scene, emblems: 1);
    }

    [Fact]
    public async Task ServerStartedAnewBetweenTwoChanges_IsNotNoticed()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: postgres.NewDatabase());
        await scene.MarkedAsync("www.society.example");

        // The pool is full of connections that lead nowhere.
        postgres.Stop();
        await postgres.StartAsync();

        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
        await RequireOrderAsync(scene, emblems: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task ClockThatJumps_LosesNoAsset(int direction)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync(["a.society.example", "b.society.example"]);
        await scene.IssueEmblems.RunAsync(default);
        DateTimeOffset truth = scene.Clock.Now;

        scene.Clock.Now = truth + (direction * TimeSpan.FromDays(30));
        await PostgresFaultsTests.DrainAsync(scene.IssueEmblems);
        scene.Clock.Now = truth + TimeSpan.FromMinutes(10);
        await PostgresFaultsTests.DrainAsync(scene.IssueEmblems);

        // Ten minutes after the clock is right again, what stands is valid now.
        foreach (Asset asset in await scene.ReadAsync(d => d.Assets.ToListAsync()))
        {
            IssuedEmblem emblem = await scene.ReadAsync(d => d.Emblems.SingleAsync(e => e.Id == asset.EmblemId));
            Assert.True(
                emblem.NotBefore <= scene.Clock.Now && scene.Clock.Now < emblem.Expires,
                $"{asset.Name}: {emblem.NotBefore:u} to {emblem.Expires:u}, and it is {scene.Clock.Now:u}.");
        }

        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    private static async Task RequireOrderAsync(IssuerScene scene, int emblems)
    {
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
        Assert.Equal(emblems, await scene.ReadAsync(d => d.Emblems.CountAsync()));
    }

    /// <summary>Another process that writes to the file for a while, as a backup or a person with a tool does.</summary>
    private static async Task<Process> HoldAsync(string file, int seconds)
    {
        string script = $"import sqlite3,time\nc=sqlite3.connect({JsonSerializer.Serialize(file)},isolation_level=None)\n" +
            $"c.execute('BEGIN IMMEDIATE')\nprint('held',flush=True)\ntime.sleep({seconds})\nc.execute('ROLLBACK')";
        var start = new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        Assert.Equal("held", await process.StandardOutput.ReadLineAsync());
        return process;
    }
}
