using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>What could not be found out is neither yes nor no. Read as "no", a hospital loses its sign because a log was down.</summary>
public class UnansweredQuestionsTests
{
    private static HeldEvidence Known(CommitmentOutcome society, CommitmentOutcome ministry) =>
        HeldEvidence.OfUnsafe(new Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>
        {
            [(TestTokens.Society, Scene.RootKey.PublicKey.CoseIdentifier)] = new(society, ["Test."]),
            [(TestTokens.Ministry, Scene.MinistryKey.PublicKey.JwkIdentifier)] = new(ministry, ["Test."]),
        });

    [Theory]
    [InlineData(CommitmentOutcome.Proven, CommitmentOutcome.Proven, SecurityLevel.Endorsed, SecurityLevel.Endorsed, VerdictOutcome.Marked)]
    [InlineData(
        CommitmentOutcome.Proven,
        CommitmentOutcome.Refuted,
        SecurityLevel.Organizational,
        SecurityLevel.Organizational,
        VerdictOutcome.Marked)]
    [InlineData(
        CommitmentOutcome.Proven,
        CommitmentOutcome.Unavailable,
        SecurityLevel.Organizational,
        SecurityLevel.Endorsed,
        VerdictOutcome.Marked)]
    [InlineData(CommitmentOutcome.Refuted, CommitmentOutcome.Proven, SecurityLevel.Invalid, SecurityLevel.Invalid, VerdictOutcome.Invalid)]
    [InlineData(
        CommitmentOutcome.Unavailable,
        CommitmentOutcome.Proven,
        SecurityLevel.Unknown,
        SecurityLevel.Endorsed,
        VerdictOutcome.Indeterminate)]
    [InlineData(
        CommitmentOutcome.Unavailable,
        CommitmentOutcome.Refuted,
        SecurityLevel.Unknown,
        SecurityLevel.Organizational,
        VerdictOutcome.Indeterminate)]
    public void Commitments_EveryCase_HasItsLevelAndOutcome(
        CommitmentOutcome society, CommitmentOutcome ministry, SecurityLevel level, SecurityLevel atMost, VerdictOutcome outcome)
    {
        Verdict verdict = new Scene { Evidence = Known(society, ministry) }.Decide();
        Assert.Equal((level, atMost, outcome), (verdict.Level, verdict.LevelAtMost, verdict.Outcome));
    }

    [Fact]
    public void External_NotChecked_IsIndeterminateOnlyIfThePolicyAsksForMore()
    {
        HeldEvidence evidence = Known(CommitmentOutcome.Proven, CommitmentOutcome.Unavailable);
        VerdictOutcome Of(TrustPolicy policy) => new Scene { Evidence = evidence, Policy = policy }.Decide().Outcome;

        Assert.Equal(VerdictOutcome.Marked, Of(new()));
        Assert.Equal(VerdictOutcome.Indeterminate, Of(new() { RequiredLevel = SecurityLevel.Endorsed }));
        Assert.Equal(VerdictOutcome.Indeterminate, Of(new() { Endorsers = 1 }));
        Assert.Equal(VerdictOutcome.Indeterminate, Of(new() { Authorities = [new(TestTokens.Ministry)] }));
        Assert.Equal(VerdictOutcome.NotAccepted, Of(new() { Authorities = [new(Scene.RedCross)] }));
        Assert.Equal(VerdictOutcome.NotAccepted, Of(new() { Endorsers = 2 }));
    }

    [Fact]
    public void Stated_NoOthers_RefutesWhatIsNotNamed()
    {
        (OrganizationIdentifier, KeyIdentifier) society = (TestTokens.Society, Scene.RootKey.PublicKey.CoseIdentifier);
        Verdict open = new Scene { Evidence = HeldEvidence.Stated([society], noOthers: false) }.Decide();
        Verdict closed = new Scene { Evidence = HeldEvidence.Stated([society], noOthers: true) }.Decide();
        Verdict nothing = new Scene { Evidence = HeldEvidence.Stated([], noOthers: true) }.Decide();

        Assert.Equal((SecurityLevel.Organizational, SecurityLevel.Endorsed), (open.Level, open.LevelAtMost));
        Assert.Equal((SecurityLevel.Organizational, SecurityLevel.Organizational), (closed.Level, closed.LevelAtMost));
        Assert.Equal(VerdictOutcome.Invalid, nothing.Outcome);
        Assert.All([open, closed, nothing], v => Assert.NotEmpty(v.Assumptions));
    }

    [Fact]
    public void Limit_Exceeded_IsIndeterminateWhateverThePolicy()
    {
        UnverifiedTokens tokens = UnverifiedTokens.Read(new Scene().Bundle(), limits: TokenLimits.Default with { MaxTokens = 2 });
        Verdict verdict = new TrustPolicy { RequiredLevel = SecurityLevel.Signed }
            .Decide(new EmblemVerifier().Verify(tokens, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));
        Assert.Equal((VerdictOutcome.Indeterminate, SecurityLevel.Unknown), (verdict.Outcome, verdict.Level));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.LimitExceeded);
    }

    /// <summary>
    /// Anyone who can add records to one source must not be able to hide what another shows, nor to have a "no" read out of the rest.
    /// </summary>
    [Theory]
    [InlineData("good", VerdictOutcome.Marked)]
    [InlineData("wrong", VerdictOutcome.Indeterminate)]
    [InlineData("keys", VerdictOutcome.Indeterminate)]
    [InlineData("", VerdictOutcome.Indeterminate)]
    public void Limit_ExceededInOneSource_SpoilsNoOther(string other, VerdictOutcome expected)
    {
        byte[] input = other switch
        {
            "good" => new Scene().Bundle(),
            "wrong" => "adem-token=a.b.c"u8.ToArray(),
            "keys" => System.Text.Encoding.UTF8.GetBytes(Scene.RootKey.PublicKey.ToJwk()),
            _ => [],
        };
        byte[] flood = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("adem-token=a.b.c", 200)));
        UnverifiedTokens tokens = UnverifiedTokens.Combine(
            [UnverifiedTokens.Read(flood).From("TXT"), UnverifiedTokens.Read(input).From("well-known")]);
        Verdict verdict = TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(tokens, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));
        Assert.Equal(expected, verdict.Outcome);
        Assert.Contains(
            verdict.Findings, f => f.Code == (expected == VerdictOutcome.Marked ? FindingCode.OtherSet : FindingCode.LimitExceeded));
        Assert.Contains("more than 128 tokens", string.Join(' ', verdict.Findings.Select(f => f.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_LongerThanTheLimit_IsIndeterminate()
    {
        var scene = new Scene { Options = new() { Limits = TokenLimits.Default with { MaxChainLength = 1 } } };
        SoftwareSigningKey above = Scene.RedCrossKey;
        scene.Others[0] = Cwt.Sign(TestTokens.Endorsement(Scene.EmblemKey.PublicKey), Scene.RootKey);
        scene.Others.Add(Cwt.Sign(TestTokens.Endorsement(Scene.RootKey.PublicKey), above));
        Assert.Equal((VerdictOutcome.Indeterminate, SecurityLevel.Unknown), (scene.Decide().Outcome, scene.Decide().Level));
    }

    [Fact]
    public void Outcome_OfNothing_IsCouldNotFindOut() => Assert.Equal(VerdictOutcome.Indeterminate, default);
}
