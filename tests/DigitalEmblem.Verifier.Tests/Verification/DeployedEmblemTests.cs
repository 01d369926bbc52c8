using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>An emblem as it stands in the DNS today. If this fails, the software does not read what the world publishes.</summary>
public class DeployedEmblemTests
{
    private static readonly DateTimeOffset UpstreamsTime = new(2026, 6, 17, 0, 10, 0, TimeSpan.Zero);

    [CorpusFact]
    public void Deployed_CommitmentsAssumed_IsEndorsedAndMarked()
    {
        Verdict verdict = Decide(HeldEvidence.AssumeCommittedUnsafe, UpstreamsTime);

        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Equal(SecurityLevel.Endorsed, verdict.Level);
        Assert.Equal("https://emblem.felixlinker.de", verdict.Issuer?.ToString());
        Assert.Equal("https://auth.felixlinker.de", verdict.EndorsedBy.ToString());
        Assert.Equal("[2a01:4f9:c010:d8e4::1]", verdict.Assets.ToString());
        Assert.False(verdict.Trusted);
        Assert.NotEmpty(verdict.Assumptions);
    }

    [CorpusFact]
    public void Deployed_NothingGathered_IsIndeterminateAndSaysWhatIsPossible()
    {
        Verdict verdict = Decide(HeldEvidence.None, UpstreamsTime);

        Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        Assert.Equal(SecurityLevel.Unknown, verdict.Level);
        Assert.Equal(SecurityLevel.Endorsed, verdict.LevelAtMost);
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.CommitmentUnavailable);
    }

    [CorpusFact]
    public void Deployed_AfterItExpired_IsInvalidAndEveryTokenSaysSo()
    {
        Verdict verdict = Decide(HeldEvidence.AssumeCommittedUnsafe, new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(VerdictOutcome.Invalid, verdict.Outcome);
        Assert.Equal(3, verdict.Tokens.Count);
        Assert.All(verdict.Tokens, t => Assert.Contains(t.Findings, f => f.Code == FindingCode.Expired));
    }

    [CorpusFact]
    public void Deployed_OneCharacterOfTheEmblemsSignatureChanged_IsInvalidAndNamesTheSignature()
    {
        string capture = File.ReadAllText(Corpora.PathOf("deployed/emblem.felixlinker.de.txt"));
        int emblem = capture.LastIndexOf("adem-token=", StringComparison.Ordinal);
        int inSignature = capture.LastIndexOf('.') + 40;
        Assert.True(inSignature > emblem);
        char changed = capture[inSignature] == 'A' ? 'B' : 'A';
        string altered = $"{capture[..inSignature]}{changed}{capture[(inSignature + 1)..]}";

        Verdict verdict = Decide(HeldEvidence.AssumeCommittedUnsafe, UpstreamsTime, altered);

        Assert.Equal(VerdictOutcome.Invalid, verdict.Outcome);
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.NoEmblem);
        Assert.Single(verdict.Tokens, t => t.Findings.Any(f => f.Code == FindingCode.SignatureInvalid));
    }

    private static Verdict Decide(HeldEvidence evidence, DateTimeOffset at, string? capture = null)
    {
        byte[] bytes = capture is null
            ? File.ReadAllBytes(Corpora.PathOf("deployed/emblem.felixlinker.de.txt"))
            : System.Text.Encoding.UTF8.GetBytes(capture);
        return TrustPolicy.Default.Decide(new EmblemVerifier().Verify(UnverifiedTokens.Read(bytes), evidence, at));
    }
}
