using DigitalEmblem.Issuer.Worker;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// A process that dies with SIGKILL. When these fail, <see cref="EndedInstanceTests"/> tell of a world that is not the real one: something
/// of an instance reaches what outlasts it by a way that has no step.
/// </summary>
[Trait("Category", "Faults")]
public sealed class KilledInstanceTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Theory]
    [InlineData(Actions.Issue, StepKind.Begin, StepKind.Commit, StepKind.Committed, StepKind.Published)]
    [InlineData(Actions.Withdraw, StepKind.Command, StepKind.Commit, StepKind.Committed, StepKind.Published)]
    [InlineData(Actions.Roll, StepKind.KeyMade, StepKind.Commit, StepKind.Committed, StepKind.Published)]
    [InlineData(Actions.Compromise, StepKind.KeyMade, StepKind.Commit, StepKind.Committed, StepKind.Publish)]
    internal async Task KilledProcess_LeavesWhatAnInstanceLeavesThatEndsInProcess(string action, params StepKind[] kinds)
    {
        await using FaultScene scene = await FaultScene.StartAsync(bind, action);
        IReadOnlyList<StepKind> all;
        await using (FaultCopy whole = await scene.CopyAsync())
        {
            all = (await whole.EndAsync(action, int.MaxValue))!;
        }

        foreach (StepKind kind in kinds)
        {
            // The one in the middle: what is before it is done, what is after it is not.
            int[] places = [.. Enumerable.Range(1, all.Count).Where(step => all[step - 1] == kind)];
            int step = places[places.Length / 2];
            string model;
            await using (FaultCopy ended = await scene.CopyAsync())
            {
                Assert.Null(await ended.EndAsync(action, step));
                model = await ended.TellAsync();
            }

            await using FaultCopy killed = await scene.CopyAsync();
            Assert.Null(await WorkerProcess.RunAsync(killed.Folder, bind.KeyFile, action, step));
            killed.Clock.Now = TimeProvider.System.GetUtcNow();
            Assert.Equal(model, await killed.TellAsync());
            await killed.RequireNothingUnknownInTheDnsAsync($"{action}, killed at step {step} ({kind})");
            await killed.RequireOrderOnceFollowedAsync($"{action}, killed at step {step} ({kind}), and followed");
        }
    }
}
