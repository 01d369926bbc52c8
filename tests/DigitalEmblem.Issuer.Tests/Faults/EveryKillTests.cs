using DigitalEmblem.Issuer.Worker;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// <see cref="EndedInstanceTests"/> with a process that dies by SIGKILL at each step: some hundred processes, for which nobody waits at
/// each change (<c>./test.sh kills</c>). When these fail, an operator finds after a loss of power what those tests say cannot be.
/// </summary>
[Trait("Category", "Kills")]
public abstract class EveryKillTests(UpdatableServer bind)
{
    private protected async Task RequireOrderAfterEachKillAsync(string action)
    {
        await using FaultScene scene = await FaultScene.StartAsync(bind, action);
        await scene.RequireOrderAfterEachStepAsync(action, (copy, step) => WorkerProcess.RunAsync(copy.Folder, bind.KeyFile, action, step));
    }

    /// <summary>With a name server of its own, so that it runs beside the other.</summary>
    public sealed class OfDailyWork(UpdatableServer bind) : EveryKillTests(bind), IClassFixture<UpdatableServer>
    {
        [Theory]
        [InlineData(Actions.Issue)]
        [InlineData(Actions.Withdraw)]
        [InlineData(Actions.Roll)]
        public Task KilledAtEachStep_TheNextInstanceBringsAllIntoOrder(string action) => RequireOrderAfterEachKillAsync(action);
    }

    /// <summary>The longest of all.</summary>
    public sealed class OfCompromise(UpdatableServer bind) : EveryKillTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task KilledAtEachStep_TheNextInstanceBringsAllIntoOrder() => RequireOrderAfterEachKillAsync(Actions.Compromise);
    }
}
