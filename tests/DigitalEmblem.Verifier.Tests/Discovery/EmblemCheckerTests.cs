using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Discovery;

/// <summary>
/// One name, asked by an application. If one fails, an exception of ours takes the application down, or is taken for an answer.
/// </summary>
public class EmblemCheckerTests
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");

    [Fact]
    public async Task CheckAsync_SourceThrows_IsCouldNotFindOutAndSaysWhoseFaultItIs()
    {
        Verdict verdict = await Checker(_ => throw new OverflowException("Arithmetic operation resulted in an overflow.")).CheckAsync(Name);
        Assert.Equal(
            (VerdictOutcome.Indeterminate, SecurityLevel.Unknown, SecurityLevel.Endorsed),
            (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
        Assert.Equal(FindingCode.ProgramFault, Assert.Single(verdict.Findings).Code);
        Assert.StartsWith(
            "Could not find out. A fault of this program, not of the name or its emblem: "
                + "OverflowException at DigitalEmblem.Verifier.Tests.",
            verdict.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("Please report it in private", verdict.ToString(), StringComparison.Ordinal);
        // Anyone who was asked may have learned of it: "nobody" would be untrue.
        Assert.Contains("It is not known who learned", Assert.Single(verdict.Exposure), StringComparison.Ordinal);
        Assert.Contains("\"ProgramFault\"", verdict.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_VerificationThrows_KeepsWhatTheSourcesSaid()
    {
        SourceReport[] reports = [new SourceReport { Source = "IHLE", Outcome = SourceOutcome.Found, Detail = "1 record" }];
        var evidence = new FaultyGatherer();
        var checker = new EmblemChecker(
            [new Source(_ => Task.FromResult(new DiscoveredEmblems(UnverifiedTokens.Read(new Scene().Bundle()), reports)))],
            new EmblemVerifier(),
            TrustPolicy.Default,
            evidence,
            new SettableClock(TestTokens.Now));
        Verdict verdict = await checker.CheckAsync(Name);
        Assert.Equal((VerdictOutcome.Indeterminate, FindingCode.ProgramFault), (verdict.Outcome, Assert.Single(verdict.Findings).Code));
        Assert.Equal(reports, verdict.Sources);
    }

    [Fact]
    public async Task CheckAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Checker(c => Task.FromCanceled<DiscoveredEmblems>(c)).CheckAsync(Name, stop.Token));
    }

    private static EmblemChecker Checker(Func<CancellationToken, Task<DiscoveredEmblems>> find) =>
        new([new Source(find)], new EmblemVerifier(), TrustPolicy.Default, HeldEvidence.None, TimeProvider.System);

    private sealed class FaultyGatherer : IEvidenceGatherer
    {
        public ValueTask<GatheredEvidence> GatherAsync(
            CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();
    }

    private sealed class Source(Func<CancellationToken, Task<DiscoveredEmblems>> find) : IEmblemSource
    {
        public Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default) => find(cancellationToken);
    }
}
