using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The store wakes the rounds. When this fails, what people ask for waits, or the rounds run without end.</summary>
public class WakeAfterCommitTests
{
    // A failed wait costs this once; a wait that ends does not.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30), Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task ChangeByACaller_Wakes_AfterTheCommitAndNotBefore()
    {
        await using IssuerScene scene = await SceneAsync();
        Task woken = scene.Signal.WaitAsync(Long, TimeProvider.System, default);

        await scene.Store.ChangeAsync("olga", _ => Task.FromResult(woken.IsCompleted), default);

        await woken.WaitAsync(Long / 2);
    }

    [Fact]
    public async Task ChangeByACaller_WhileItIsUnderWay_DoesNotWake()
    {
        await using IssuerScene scene = await SceneAsync();
        Task woken = scene.Signal.WaitAsync(Long, TimeProvider.System, default);
        bool before = await scene.Store.ChangeAsync(
            "olga",
            async change =>
            {
                change.Database.Add(
                    PublicationTarget.Create(TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 60, change.Now));
                await change.Database.SaveChangesAsync();
                await Task.Delay(Short);
                return woken.IsCompleted;
            },
            default);

        Assert.False(before);
        await woken.WaitAsync(Long / 2);
    }

    [Fact]
    public async Task ChangeThatIsRefused_DoesNotWake()
    {
        await using IssuerScene scene = await SceneAsync();

        await Assert.ThrowsAsync<RefusedException>(
            () => scene.Store.ChangeAsync("olga", _ => throw new RefusedException(Refusal.WrongState, $"No."), default));

        Assert.False(await IsWokenAsync(scene));
    }

    [Fact]
    public async Task ChangeWhoseCommitFails_DoesNotWake()
    {
        await using IssuerScene scene = await SceneAsync();
        var signal = new WorkSignal();
        var contexts = new IssuerContexts(
            new DatabaseOptions { Connection = scene.Connection }, new BeforeCommit(_ => throw new IOException("The disk is full.")));
        var store = new IssuerStore(contexts, scene.Clock, signal);

        await Assert.ThrowsAnyAsync<Exception>(() => store.ChangeAsync("olga", _ => Task.CompletedTask, default));

        Task woken = signal.WaitAsync(Long, TimeProvider.System, default);
        await Task.Delay(Short);
        Assert.False(woken.IsCompleted);
    }

    [Fact]
    public async Task ChangeByTheServiceItself_DoesNotWake()
    {
        await using IssuerScene scene = await SceneAsync();

        await scene.Store.ChangeAsync(Instance.Actor, change => change.Database.Assets.ExecuteDeleteAsync(), default);

        Assert.False(await IsWokenAsync(scene));
    }

    [Fact]
    public async Task Reading_DoesNotWake()
    {
        await using IssuerScene scene = await SceneAsync();

        await scene.Store.ReadAsync(d => d.Assets.CountAsync());

        Assert.False(await IsWokenAsync(scene));
    }

    [Fact]
    public async Task WokenDuringARound_TheNextWaitEndsAtOnce_AndTheOneAfterItDoesNot()
    {
        var signal = new WorkSignal();
        signal.Wake();
        signal.Wake();

        await signal.WaitAsync(Long, TimeProvider.System, default).WaitAsync(Long / 2);

        Task next = signal.WaitAsync(Long, TimeProvider.System, default);
        await Task.Delay(Short);
        Assert.False(next.IsCompleted);
    }

    /// <summary>A scene whose set-up has woken nobody any more.</summary>
    private static async Task<IssuerScene> SceneAsync()
    {
        IssuerScene scene = await IssuerScene.StartAsync();
        await scene.Signal.WaitAsync(TimeSpan.Zero, TimeProvider.System, default);
        return scene;
    }

    private static async Task<bool> IsWokenAsync(IssuerScene scene)
    {
        Task woken = scene.Signal.WaitAsync(Long, TimeProvider.System, default);
        await Task.Delay(Short);
        return woken.IsCompleted;
    }
}
