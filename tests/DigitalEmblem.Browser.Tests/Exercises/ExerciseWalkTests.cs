using DigitalEmblem.Browser.Tests.Hands;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>
/// The exercises of docs/exercises, done over the demo as they say, in the order in which their README says. When these fail, an exercise
/// tells a person to press a button that no page has, or to wait for a sentence that no page says. The tests leave pictures of a failure in
/// artifacts/stories.
/// </summary>
[Trait("Category", "Exercises")]
public sealed class ExerciseWalkTests : IAsyncLifetime
{
    private Chromium _browser = null!;

    public async Task InitializeAsync() => _browser = await Chromium.StartAsync();

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task OverTheDemo_FromNothing_OneAfterTheOther()
    {
        await using DemoWithPages demo = await DemoWithPages.StartAsync();
        await using var cast = new Cast(_browser, Manner.Mouse);
        await cast.PlayAsync("exercises", async () =>
        {
            using Training training = await Training.StartAsync(demo, cast);
            var administrator = new AdministratorWalk(training, cast);
            var approver = new ApproverWalk(training);
            string answer = await approver.DecideAsync(await administrator.AskAsync());
            await administrator.AnswerAsync(answer);
            await approver.RevokeAsync(cast);
            await new OfficerWalk(training, cast).WalkAsync();
            await new AuditorWalk(training).WalkAsync();
            await new StolenKeyWalk(training).WalkAsync();
        });
        Assert.Empty(cast.Complaints);
    }

    [Fact]
    public async Task OfTheOperator_WithoutTheDemo()
    {
        await using var machine = new OperatorMachine();
        await using var cast = new Cast(_browser, Manner.Mouse);
        await cast.PlayAsync("operator", () => new OperatorWalk(machine, cast).WalkAsync());
        Assert.Empty(cast.Complaints);
    }
}
