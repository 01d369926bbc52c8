using System.Data.Common;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>
/// Readiness under load and without progress. When these fail, an operator is told that the service is well while emblems expire, or is
/// waked while it does much work.
/// </summary>
public class ReadinessTests
{
    [Theory]
    [InlineData("issuing")]
    [InlineData("publishing")]
    [InlineData("withdrawing")]
    [InlineData("errands")]
    public async Task LoopThatIsFrozenWhileOthersGoOn_IsNamed_AndItsNextBatchIsEnough(string name)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        WorkHealth health = Well(scene.Clock.Now);
        using var readiness = new Readiness(scene.Contexts, scene.Store, health, scene.Clock);
        Assert.Empty(await readiness.FaultsAsync(default));

        scene.Clock.Now += TimeSpan.FromMinutes(6);
        foreach (LoopHealth loop in health.Loops.Where(l => l.Name != name))
        {
            loop.Succeeded(scene.Clock.Now);
        }

        Assert.Contains(name, Assert.Single(await readiness.FaultsAsync(default)), StringComparison.Ordinal);
        LoopHealth frozen = health.Loops.First(l => l.Name == name);
        DateTimeOffset? before = frozen.SucceededAt;
        frozen.Progressed(scene.Clock.Now);
        Assert.Empty(await readiness.FaultsNowAsync(default));
        Assert.Equal(before, frozen.SucceededAt);
    }

    [Fact]
    public async Task EmblemThatIsDueAndAboutToExpire_IsAFault_BeforeItExpires()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync(["www.society.example"]);
        await scene.IssueEmblems.RunAsync(default);
        foreach ((double hours, bool isReady) in new[] { (18.0, true), (22.5, true), (23.4, false), (30.0, false) })
        {
            var clock = new SettableClock(scene.Clock.Now.AddHours(hours));
            using var readiness = new Readiness(scene.Contexts, scene.Store, Well(clock.Now), clock);
            Assert.Equal(isReady, (await readiness.FaultsAsync(default)).Count == 0);
        }
    }

    [Fact]
    public async Task KeyThatTheRoundsCouldNotUse_IsAFault_AndNoQuestionOpensIt()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        WorkHealth health = Well(scene.Clock.Now);
        health.KeyFault = "There is no token in the reader.";
        using var readiness = new Readiness(scene.Contexts, scene.Store, health, scene.Clock);

        Assert.Equal([health.KeyFault], await readiness.FaultsAsync(default));
    }

    [Fact]
    public async Task ManyQuestions_AskTheDatabaseOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var count = new Commands();
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = scene.Connection }, count);
        using var readiness = new Readiness(
            contexts, new IssuerStore(contexts, scene.Clock), Well(scene.Clock.Now), scene.Clock);
        await readiness.FaultsAsync(default);
        int once = count.Count;

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => readiness.FaultsAsync(default)));
        Assert.Equal(once, count.Count);

        scene.Clock.Now += TimeSpan.FromSeconds(6);
        await readiness.FaultsAsync(default);
        Assert.Equal(2 * once, count.Count);
    }

    private static WorkHealth Well(DateTimeOffset at)
    {
        var health = new WorkHealth();
        foreach (LoopHealth loop in health.Loops)
        {
            loop.Succeeded(at);
        }

        return health;
    }

    private sealed class Commands : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }
    }
}
