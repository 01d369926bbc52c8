using DigitalEmblem.Issuer.Worker;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// An instance that ends at each step of its work at the database, the zones and the keys, and is followed by another. When these fail, an
/// asset loses its emblem for good, half a set stands in the DNS and counts for nothing, or something is published that the database and
/// the journal do not know.
/// </summary>
[Trait("Category", "Faults")]
public sealed class EndedInstanceTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Theory]
    [InlineData(Actions.Issue)]
    [InlineData(Actions.Withdraw)]
    [InlineData(Actions.Roll)]
    [InlineData(Actions.Compromise)]
    public async Task EndedAtEachStep_TheNextInstanceBringsAllIntoOrder(string action)
    {
        await using FaultScene scene = await FaultScene.StartAsync(bind, action);

        int steps = await scene.RequireOrderAfterEachStepAsync(action, async (copy, step) => (await copy.EndAsync(action, step))?.Count);

        Assert.True(steps > 25);
    }
}
