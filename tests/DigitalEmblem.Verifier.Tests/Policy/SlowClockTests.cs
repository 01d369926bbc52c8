using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// Machines in the field have clocks that are minutes slow. Told "invalid", they would not honour an emblem that was issued a minute ago.
/// </summary>
public class SlowClockTests
{
    private static readonly DateTimeOffset Now = TestTokens.Now;

    [Theory]
    [InlineData(0, VerdictOutcome.Marked)]
    [InlineData(1, VerdictOutcome.Indeterminate)]
    [InlineData(600, VerdictOutcome.Indeterminate)]
    [InlineData(601, VerdictOutcome.Invalid)]
    public void Decide_EmblemThatBeginsSoon_IsNotKnown(int seconds, VerdictOutcome expected)
    {
        Verdict verdict = new Scene { Emblem = From(seconds) }.Decide("www.society.example");
        Assert.Equal(expected, verdict.Outcome);
        Assert.Equal(expected == VerdictOutcome.Indeterminate, verdict.Findings.Any(f => f.Code == FindingCode.ClockMayBeSlow));
        if (expected == VerdictOutcome.Indeterminate)
        {
            Assert.Equal((SecurityLevel.Unknown, SecurityLevel.Endorsed), (verdict.Level, verdict.LevelAtMost));
            Assert.StartsWith(
                "Could not find out. What is shown becomes valid on 2026-12-01 00:", verdict.ToString(), StringComparison.Ordinal);
            Assert.Contains("clock may be slow, or a token was made in the future", verdict.ToString(), StringComparison.Ordinal);
            Assert.Equal((TestTokens.Society, Now.AddSeconds(seconds)), (verdict.Issuer, verdict.ValidFrom));
            Assert.All(verdict.Tokens, t => Assert.Equal(t.Kind != TokenKind.Emblem, t.Accepted));
        }
    }

    [Fact]
    public void Decide_EndorsementOfTheRootThatBeginsSoon_IsNotKnown()
    {
        var scene = new Scene();
        scene.Others[0] = Cwt.Sign(
            TestTokens.Endorsement(Scene.EmblemKey.PublicKey) with { Validity = Validity.From(Now.AddMinutes(5), TimeSpan.FromDays(1)) },
            Scene.RootKey);
        Assert.Equal((VerdictOutcome.Indeterminate, SecurityLevel.Endorsed), (scene.Decide().Outcome, scene.Decide().LevelAtMost));
        scene.Policy = new TrustPolicy { Authorities = [new(TestTokens.Ministry)] };
        Assert.DoesNotContain(scene.Decide().Findings, f => f.Code == FindingCode.NotTrusted);
    }

    [Fact]
    public void Decide_EndorserThatBeginsSoon_IsAsItIsNow()
    {
        var scene = new Scene();
        scene.Others[1] = Cwt.Sign(
            TestTokens.Endorsement(Scene.RootKey.PublicKey, TestTokens.Ministry) with
            {
                Validity = Validity.From(Now.AddMinutes(5), TimeSpan.FromDays(1))
            },
            Scene.MinistryKey);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (scene.Decide().Outcome, scene.Decide().Level));
    }

    [Fact]
    public void Decide_SeveralThatBeginSoon_AreNotKnownIfAllDo()
    {
        var scene = new Scene { Emblem = From(60) };
        scene.Others[0] = Cwt.Sign(
            TestTokens.Endorsement(Scene.EmblemKey.PublicKey) with { Validity = Validity.From(Now.AddMinutes(9), TimeSpan.FromDays(1)) },
            Scene.RootKey);
        Assert.Contains("becomes valid on 2026-12-01 00:09:00 UTC", scene.Decide().Reason, StringComparison.Ordinal);
        scene.Others[0] = Cwt.Sign(
            TestTokens.Endorsement(Scene.EmblemKey.PublicKey) with { Validity = Validity.From(Now.AddMinutes(11), TimeSpan.FromDays(1)) },
            Scene.RootKey);
        Assert.Equal(VerdictOutcome.Invalid, scene.Decide().Outcome);
    }

    [Fact]
    public void Decide_OneBeginsSoonAndWhatItNeedsHasExpired_IsInvalid()
    {
        var scene = new Scene { Emblem = From(60) };
        scene.Others[0] = Cwt.Sign(
            TestTokens.Endorsement(Scene.EmblemKey.PublicKey) with { Validity = new Validity(Now.AddDays(-9), Now) }, Scene.RootKey);
        Assert.Equal(VerdictOutcome.Invalid, scene.Decide().Outcome);
    }

    [Fact]
    public void Decide_RenewalBesideTheOldEmblem_FollowsTheOldOneWhileItLasts()
    {
        VerdictOutcome Of(double oldEnds, double newBegins)
        {
            var scene = new Scene
            {
                Emblem = TestTokens.Emblem() with { Validity = new Validity(Now.AddDays(-1), Now.AddMinutes(oldEnds)) }
            };
            scene.Others.Add(
                Cwt.Sign(TestTokens.Emblem() with { Validity = new Validity(Now.AddMinutes(newBegins), Now.AddDays(1)) }, Scene.EmblemKey));
            return scene.Decide().Outcome;
        }

        Assert.Equal(VerdictOutcome.Marked, Of(oldEnds: 60, newBegins: 5));
        Assert.Equal(VerdictOutcome.Indeterminate, Of(oldEnds: -1, newBegins: 5)); // a gap between both
        Assert.Equal(VerdictOutcome.Invalid, Of(oldEnds: 60, newBegins: -5)); // both at once, and for long
        Assert.Equal(VerdictOutcome.Indeterminate, Of(oldEnds: 5, newBegins: -5)); // both at once, unless the clock is slow
    }

    [Fact]
    public void Decide_WhatIsAmissAnyway_IsToldAlready()
    {
        Verdict verdict = new Scene { Emblem = From(60) }.Decide("www.weapons.example");
        Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.AssetNotMarked);
    }

    [Fact]
    public void Decide_OpenCommitmentOfWhatBeginsSoon_LeavesPossibleWhatItLeavesThen()
    {
        Verdict verdict = new Scene { Emblem = From(60), Evidence = HeldEvidence.None }.Decide();
        Assert.Equal(
            (VerdictOutcome.Indeterminate, SecurityLevel.Unknown, SecurityLevel.Endorsed),
            (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
        Assert.Equal(
            VerdictOutcome.Invalid, new Scene { Emblem = From(60), Evidence = HeldEvidence.Stated([], noOthers: true) }.Decide().Outcome);
    }

    [Fact]
    public void SlowClock_OtherThanTheDefault_IsHowSlowTheClockMayBe()
    {
        Assert.Equal(
            VerdictOutcome.Invalid, new Scene { Emblem = From(1), Options = new() { SlowClock = TimeSpan.Zero } }.Decide().Outcome);
        Assert.Equal(
            VerdictOutcome.Indeterminate,
            new Scene { Emblem = From(3600), Options = new() { SlowClock = TimeSpan.FromHours(1) } }.Decide().Outcome);
        Assert.Equal(
            VerdictOutcome.Marked,
            new Scene { Emblem = From(60), Options = new() { ClockSkew = TimeSpan.FromMinutes(1) } }.Decide().Outcome);
        Assert.Equal(
            VerdictOutcome.Indeterminate,
            new Scene { Emblem = From(660), Options = new() { ClockSkew = TimeSpan.FromMinutes(1) } }.Decide().Outcome);
        Assert.Throws<ArgumentException>(() => new EmblemVerifier(new() { SlowClock = TimeSpan.FromTicks(-1) }));
    }

    [Fact]
    public void Verify_InputSeenBefore_TurnsTenMinutesBeforeItsStart()
    {
        byte[] input = new Scene { Emblem = From(3600) }.Bundle();
        var verifier = new EmblemVerifier();
        DateTimeOffset turns = Now.AddMinutes(50);
        SecurityLevel At(DateTimeOffset at) => verifier.Verify(input, HeldEvidence.AssumeCommittedUnsafe, at).Sets[0].Level;
        Assert.Equal(SecurityLevel.Invalid, At(Now));
        Assert.Equal(SecurityLevel.Invalid, At(turns.AddTicks(-1)));
        Assert.Equal(SecurityLevel.Unknown, At(turns));
        Assert.Equal(SecurityLevel.Unknown, At(turns.AddMinutes(10).AddTicks(-1)));
        Assert.Equal(SecurityLevel.Endorsed, At(turns.AddMinutes(10)));
        Assert.Equal(SecurityLevel.Invalid, At(Now.AddMinutes(1)));
    }

    private static Emblem From(int seconds) =>
        TestTokens.Emblem() with { Validity = Validity.From(Now.AddSeconds(seconds), TimeSpan.FromDays(1)) };
}
