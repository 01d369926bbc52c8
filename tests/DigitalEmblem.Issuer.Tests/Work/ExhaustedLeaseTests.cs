using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Work that takes longer than its lease. When these fail, two instances sign for the same assets, and each throws away what the other did.
/// </summary>
public class ExhaustedLeaseTests
{
    [Fact]
    public async Task BatchThatTakesTooLong_IsRecordedAsFarAsItCame_AndTheRestIsFreeAtOnce()
    {
        const int Assets = 60;
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, Assets).Select(i => $"host{i}.society.example")]);
        var slow = new IssueEmblems(
            scene.Store, new RingKeys(scene.Ring), scene.Issuing, Instance.New(), new PassingClock(scene.Clock, TimeSpan.FromSeconds(3)));

        await slow.RunAsync(default);

        int issued = await scene.ReadAsync(d => d.Emblems.CountAsync());
        Assert.InRange(issued, 1, (int)(0.8 * scene.Issuing.Lease.TotalSeconds / 3));
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.Lease.By != null)));
        Assert.Equal(Assets - issued, await scene.AnotherInstance().RunAsync(default));
        Assert.Equal(Assets, await scene.ReadAsync(d => d.Emblems.GroupBy(e => e.AssetId).CountAsync()));
    }

    /// <summary>A clock that goes on whenever it is asked, as if all between had taken so long.</summary>
    private sealed class PassingClock(SettableClock from, TimeSpan step) : TimeProvider
    {
        private TimeSpan _passed;

        public override DateTimeOffset GetUtcNow() => from.Now + (_passed += step);
    }
}
