using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// The service was away for more than a day, so everything is due at once. When these fail, names stay without an emblem for longer than
/// the work takes, or an officer cannot withdraw one while it goes on.
/// </summary>
public class AfterADayAwayTests
{
    private const int Names = 3000;

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync();

    [Fact]
    public async Task EverythingDueAtOnce_IsIssuedOnceEach_TheLongestDueFirst_AndAWithdrawalGoesBetween()
    {
        await using IssuerScene scene = await StartAsync();
        scene.Issuing.BatchSize = 200;
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, Names).Select(i => $"host{i}.society.example")]);
        await DrainAsync(scene.IssueEmblems, () => Task.CompletedTask);
        scene.Clock.Now += TimeSpan.FromDays(2);
        Guid[] longestDue = [.. await scene.ReadAsync(d => d.Assets.OrderBy(a => a.RenewAt).Select(a => a.Id).Take(100).ToListAsync())];
        Guid withdrawn = await scene.ReadAsync(d => d.Assets.OrderByDescending(a => a.RenewAt).Select(a => a.Id).FirstAsync());

        await scene.IssueEmblems.RunAsync(default);
        DateTimeOffset now = scene.Clock.Now;
        Assert.Equal(100, await scene.ReadAsync(d => d.Assets.CountAsync(a => longestDue.Contains(a.Id) && a.EmblemUntil > now)));

        int leftAtWithdrawal = 0;
        async Task WithdrawAsync()
        {
            if (leftAtWithdrawal == 0)
            {
                await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [withdrawn], default);
                leftAtWithdrawal = await scene.ReadAsync(
                    d => d.Assets.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= scene.Clock.Now));
            }
        }

        await Task.WhenAll(
            Task.Run(() => DrainAsync(scene.IssueEmblems, WithdrawAsync)),
            Task.Run(() => DrainAsync(scene.AnotherInstance(), () => Task.CompletedTask)));

        Assert.True(leftAtWithdrawal > 0, "The withdrawal waited until everything was issued.");
        List<Asset> all = await scene.ReadAsync(d => d.Assets.ToListAsync());
        Assert.Equal(AssetState.Withdrawn, all.Single(a => a.Id == withdrawn).State);
        Assert.All(all.Where(a => a.Id != withdrawn), a => Assert.True(a.EmblemUntil > now && a.RenewAt > now));
        Assert.Equal(
            Names - 1,
            await scene.ReadAsync(
                d => d.Emblems.Where(e => e.AssetId != withdrawn).GroupBy(e => e.AssetId).CountAsync(g => g.Count() == 2)));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    private static async Task DrainAsync(IssueEmblems issue, Func<Task> between)
    {
        while (await issue.RunAsync(default) > 0)
        {
            await between();
        }
    }
}

/// <summary>The same on PostgreSQL.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class AfterADayAwayOnPostgresTests(IssuerPostgres server) : AfterADayAwayTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}
