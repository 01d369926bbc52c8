using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// Some platforms lack a curve. What they cannot verify is not wrong, and a set that rests on it is neither marked nor invalid.
/// </summary>
public class MissingAlgorithmTests
{
    private static Verdict Decide(SoftwareSigningKey missing, Action<Scene>? change = null, int parallelism = 1)
    {
        var scene = new Scene();
        change?.Invoke(scene);
        scene.Options = scene.Options with { Keys = [new KeyOfNoPlatform(missing.PublicKey)], SignatureParallelism = parallelism };
        return scene.Decide("www.society.example");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Decide_EmblemOrItsChain_CouldNotBeFoundOut(int parallelism)
    {
        foreach (SoftwareSigningKey missing in (SoftwareSigningKey[])[Scene.EmblemKey, Scene.RootKey])
        {
            Verdict verdict = Decide(missing, parallelism: parallelism);
            Assert.Equal(
                (VerdictOutcome.Indeterminate, SecurityLevel.Unknown, SecurityLevel.Endorsed),
                (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
            Assert.Contains("This platform cannot verify", verdict.ToString(), StringComparison.Ordinal);
            Assert.Contains(verdict.Findings, f => f is { Code: FindingCode.AlgorithmUnavailable, Severity: FindingSeverity.Failure });
            Assert.Contains(
                verdict.Tokens, t => !t.Accepted && t.Key is null && t.Findings.Any(f => f.Code == FindingCode.AlgorithmUnavailable));
        }
    }

    [Fact]
    public void Decide_EndorserOnly_IsWhatTheIssuerShowsAndMayBeMore()
    {
        Verdict verdict = Decide(Scene.MinistryKey);
        Assert.Equal(
            (VerdictOutcome.Marked, SecurityLevel.Organizational, SecurityLevel.Endorsed),
            (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
        Assert.Equal(
            VerdictOutcome.Indeterminate,
            Decide(Scene.MinistryKey, s => s.Policy = new() { Authorities = [new(TestTokens.Ministry)] }).Outcome);
        Assert.Equal(
            VerdictOutcome.Indeterminate,
            Decide(Scene.MinistryKey, s => s.Policy = new() { RequiredLevel = SecurityLevel.Endorsed }).Outcome);
    }

    [Fact]
    public void Decide_TokenOutOfItsTime_IsDiscardedNoMatterWhoSignedIt()
    {
        Verdict verdict = Decide(
            Scene.EmblemKey,
            s => s.Emblem = s.Emblem with { Validity = new Validity(TestTokens.Now.AddDays(-2), TestTokens.Now.AddDays(-1)) });
        Assert.Equal(VerdictOutcome.Invalid, verdict.Outcome);
    }

    [Fact]
    public void Decide_TwoEmblemsThatVerify_AreInvalidWhateverElseIsThere()
    {
        Verdict verdict = Decide(Scene.RootKey, s => s.Others.Add(Cwt.Sign(s.Emblem with { IssuedAt = TestTokens.Now }, Scene.EmblemKey)));
        Assert.Equal(VerdictOutcome.Invalid, verdict.Outcome);
    }

    private sealed class KeyOfNoPlatform(VerificationKey key) : VerificationKey(key.Algorithm, key.X, key.Y)
    {
        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => throw new PlatformNotSupportedException();

        public override byte[] ToSubjectPublicKeyInfo() => throw new PlatformNotSupportedException();
    }
}
