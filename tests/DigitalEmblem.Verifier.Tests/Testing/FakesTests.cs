using DigitalEmblem.Testing;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Testing;

/// <summary>Fakes stand where a real part stands in an application; what they do wrongly, its tests do not show.</summary>
public class FakesTests
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly DomainName Other = DomainName.Parse("other.example");

    [Fact]
    public async Task Checker_GivesWhatItWasToldAndNotMarkedElse()
    {
        var checker = new FakeEmblemChecker();
        Verdict marked = Verdicts.Marked(Name);
        checker.Set(Name, marked);
        Assert.Same(marked, await checker.CheckAsync(Name));
        Assert.Equal(VerdictOutcome.NotMarked, (await checker.CheckAsync(Other)).Outcome);
        Assert.Equal([Name, Other], checker.Asked);
        await Assert.ThrowsAsync<OperationCanceledException>(() => checker.CheckAsync(Name, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Source_PublishedWithdrawnAndFailing_IsSeenByARealChecker()
    {
        var source = new FakeEmblemSource();
        var clock = new FakeClock(SampleEmblem.DefaultInstant);
        var checker = new EmblemChecker([source], new EmblemVerifier(), TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, clock);
        async Task<VerdictOutcome> OutcomeAsync() => (await checker.CheckAsync(Name)).Outcome;

        Assert.Equal(VerdictOutcome.NotMarked, await OutcomeAsync());
        source.Publish(Name);
        Assert.Equal(VerdictOutcome.Marked, await OutcomeAsync());
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(VerdictOutcome.Invalid, await OutcomeAsync());
        source.Fail(Name);
        Assert.Equal(VerdictOutcome.Indeterminate, await OutcomeAsync());
        source.Withdraw(Name);
        Assert.Equal(VerdictOutcome.NotMarked, await OutcomeAsync());
        source.PublishBytes(Name, "no token"u8.ToArray());
        Assert.NotEqual(VerdictOutcome.Marked, await OutcomeAsync());
        Assert.Equal(6, source.Asked.Count);
    }

    [Fact]
    public void Clock_SetAndAdvanced_ShowsUtc()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal((SampleEmblem.DefaultInstant, TimeSpan.Zero), (clock.GetUtcNow(), clock.GetUtcNow().Offset));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SampleEmblem.DefaultInstant.AddSeconds(1), clock.Now);
    }
}
