using DigitalEmblem.Issuer.Worker;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// An instance that ends at each step of its work at the database, the zones and the keys, and is followed by another. When these fail, an
/// asset loses its emblem for good, half a set stands in the DNS and counts for nothing, or something is published that the database and
/// the journal do not know.
/// </summary>
[Trait("Category", "Faults")]
public abstract class EndedInstanceTests(UpdatableServer bind)
{
    private protected async Task RequireOrderAfterEachStepAsync(string action)
    {
        await using FaultScene scene = await FaultScene.StartAsync(bind, action);

        int steps = await scene.RequireOrderAfterEachStepAsync(action, async (copy, step) => (await copy.EndAsync(action, step))?.Count);

        Assert.True(steps > 25);
    }

    /// <summary>With a name server of its own, so that it runs beside the other.</summary>
    public sealed class OfDailyWork(UpdatableServer bind) : EndedInstanceTests(bind), IClassFixture<UpdatableServer>
    {
        [Theory]
        [InlineData(Actions.Issue)]
        [InlineData(Actions.Withdraw)]
        [InlineData(Actions.Roll)]
        public Task EndedAtEachStep_TheNextInstanceBringsAllIntoOrder(string action) => RequireOrderAfterEachStepAsync(action);
    }

    /// <summary>The longest of all.</summary>
    public sealed class OfCompromise(UpdatableServer bind) : EndedInstanceTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task EndedAtEachStep_TheNextInstanceBringsAllIntoOrder() => RequireOrderAfterEachStepAsync(Actions.Compromise);
    }
}
