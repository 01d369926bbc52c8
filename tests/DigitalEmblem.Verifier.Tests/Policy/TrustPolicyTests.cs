using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// The answer people act on. A wrong "marked" shields abuse; a wrong "not marked" can cost lives; "could not find out" must be neither.
/// </summary>
public class TrustPolicyTests
{
    private static readonly TrustedAuthority Ministry = new(TestTokens.Ministry);

    [Fact]
    public void Default_EndorsedButNobodyNamed_IsMarkedUntrustedAndSaysSoInTheFirstLine()
    {
        Verdict verdict = new Scene().Decide("www.society.example");
        Assert.Equal((VerdictOutcome.Marked, false), (verdict.Outcome, verdict.Trusted));
        Assert.Contains("not one you named", verdict.ToString(), StringComparison.Ordinal);
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.EndorserNotNamed);
    }

    [Fact]
    public void Authority_ThatEndorses_CarriesTheResult()
    {
        Verdict verdict = new Scene { Policy = new() { Authorities = [Ministry] } }.Decide("www.society.example");
        Assert.Equal((VerdictOutcome.Marked, true), (verdict.Outcome, verdict.Trusted));
        Assert.DoesNotContain("you named", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Authority_ThatDoesNotEndorse_IsNotAccepted()
    {
        Verdict verdict = new Scene { Policy = new() { Authorities = [new(Scene.RedCross)] } }.Decide();
        Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.NotTrusted);
    }

    [Fact]
    public void Authority_PinnedToItsKey_CountsOnlyWithThatKey()
    {
        foreach (KeyIdentifier id in (KeyIdentifier[])[
            Scene.MinistryKey.PublicKey.CoseIdentifier, Scene.MinistryKey.PublicKey.JwkIdentifier])
        {
            Assert.Equal(
                VerdictOutcome.Marked, new Scene { Policy = new() { Authorities = [Ministry with { Key = id }] } }.Decide().Outcome);
        }

        TrustedAuthority other = Ministry with { Key = Scene.RedCrossKey.PublicKey.CoseIdentifier };
        Assert.Equal(VerdictOutcome.NotAccepted, new Scene { Policy = new() { Authorities = [other] } }.Decide().Outcome);
    }

    [Fact]
    public void Authority_ThatIsTheIssuerItself_CarriesItsOwnEmblem() =>
        Assert.True(new Scene { Policy = new() { Authorities = [new(TestTokens.Society)] } }.Decide().Trusted);

    [Fact]
    public void Authority_NamedByAnEmblemThatShowsNothing_CarriesNothing()
    {
        var scene = new Scene { Policy = new() { RequiredLevel = SecurityLevel.Signed, Authorities = [new(TestTokens.Society)] } };
        scene.Emblem = scene.Emblem with { Issuer = null };
        scene.Others.Clear();
        Verdict verdict = scene.Decide();
        Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Signed, false), (verdict.Outcome, verdict.Level, verdict.Trusted));
    }

    [Fact]
    public void TrustedKey_ThatSignedAnythingInTheChain_CarriesTheResultAndIsAtHand()
    {
        foreach (SoftwareSigningKey key in (SoftwareSigningKey[])[Scene.EmblemKey, Scene.RootKey, Scene.MinistryKey])
        {
            var scene = new Scene { Policy = new() { TrustedKeys = [key.PublicKey] } };
            scene.Keys.RemoveAll(k => k.AsSpan().SequenceEqual(key.PublicKey.ToCoseKey()));
            Verdict verdict = scene.Decide();
            Assert.Equal((VerdictOutcome.Marked, true, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Trusted, verdict.Level));
        }
    }

    [Fact]
    public void TrustedKey_OfSomeoneElse_IsNotAccepted() =>
        Assert.Equal(
            VerdictOutcome.NotAccepted, new Scene { Policy = new() { TrustedKeys = [Scene.RedCrossKey.PublicKey] } }.Decide().Outcome);

    [Fact]
    public void Keys_OnlyAtHand_AreNotTrusted()
    {
        var scene = new Scene
        {
            Options = new() { Keys = [Scene.EmblemKey.PublicKey, Scene.RootKey.PublicKey, Scene.MinistryKey.PublicKey] }
        };
        scene.Keys.Clear();
        Verdict verdict = scene.Decide();
        Assert.Equal((VerdictOutcome.Marked, false), (verdict.Outcome, verdict.Trusted));
    }

    [Theory]
    [InlineData(1, false, VerdictOutcome.Marked)]
    [InlineData(2, false, VerdictOutcome.NotAccepted)]
    [InlineData(2, true, VerdictOutcome.Marked)]
    public void Endorsers_KOfN_CountsOrganizations(int k, bool withRedCross, VerdictOutcome expected)
    {
        var scene = new Scene { Policy = new() { Endorsers = k } };
        Assert.Equal(expected, (withRedCross ? scene.WithRedCross() : scene).Decide().Outcome);
    }

    [Fact]
    public void Endorsers_OfNamedAuthorities_OthersDoNotCount()
    {
        var policy = new TrustPolicy
        {
            Authorities = [Ministry, new(OrganizationIdentifier.Parse("https://other.example"))],
            Endorsers = 2
        };
        Verdict verdict = new Scene { Policy = policy }.WithRedCross().Decide();
        Assert.Equal(VerdictOutcome.NotAccepted, verdict.Outcome);
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.TooFewEndorsers);
    }

    [Theory]
    [InlineData("www.society.example", VerdictOutcome.Marked)]
    [InlineData("WWW.society.example.", VerdictOutcome.Marked)]
    [InlineData("society.example", VerdictOutcome.NotAccepted)]
    [InlineData("www.weapons.example", VerdictOutcome.NotAccepted)]
    public void Asset_CopiedToAnotherName_IsNotAccepted(string asset, VerdictOutcome expected) =>
        Assert.Equal(expected, new Scene().Decide(asset).Outcome);

    [Fact]
    public void Purposes_MaximumLifetimeAndScope_AreDemandedOneByOne()
    {
        FindingCode? Refusal(TrustPolicy policy)
        {
            Verdict verdict = new Scene { Policy = policy }.Decide();
            return verdict.Outcome == VerdictOutcome.NotAccepted
                ? verdict.Findings.Single(f => f.Severity == FindingSeverity.Failure).Code
                : null;
        }

        Assert.Null(Refusal(new()
        {
            RequiredPurposes = Purposes.Protective,
            MaximumLifetime = TimeSpan.FromHours(24),
            AssetScope = [AssetIdentifier.Parse("*.society.example")]
        }));
        Assert.Equal(FindingCode.PurposeMissing, Refusal(new() { RequiredPurposes = Purposes.Protective | Purposes.CivilDefence }));
        Assert.Equal(FindingCode.LifetimeTooLong, Refusal(new() { MaximumLifetime = TimeSpan.FromHours(23) }));
        Assert.Equal(FindingCode.AssetOutsideScope, Refusal(new() { AssetScope = [AssetIdentifier.Parse("*.ministry.example")] }));
    }

    [Fact]
    public void RequiredLevel_Endorsed_RefusesWhatTheIssuerSaysAlone()
    {
        var scene = new Scene { Policy = new() { RequiredLevel = SecurityLevel.Endorsed } };
        scene.Others.RemoveAt(1);
        Verdict verdict = scene.Decide();
        Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
    }

    [Fact]
    public void Signed_AloneUnderTheDefaultPolicy_IsNotAccepted()
    {
        var scene = new Scene();
        scene.Emblem = scene.Emblem with { Issuer = null };
        scene.Others.Clear();
        Assert.Equal((VerdictOutcome.NotAccepted, SecurityLevel.Signed), (scene.Decide().Outcome, scene.Decide().Level));
    }

    [Theory]
    [InlineData("level", "Endorsers")]
    [InlineData("endorsers", "only 1")]
    [InlineData("lifetime", "longer than zero")]
    [InlineData("purposes", "does not exist")]
    public void Validate_Contradiction_IsRefusedBeforeAnythingIsJudged(string what, string reason)
    {
        TrustPolicy policy = what switch
        {
            "level" => new() { RequiredLevel = SecurityLevel.Unknown },
            "endorsers" =>
                new() { Authorities = [Ministry, Ministry with { Key = Scene.MinistryKey.PublicKey.CoseIdentifier }], Endorsers = 2 },
            "lifetime" => new() { MaximumLifetime = TimeSpan.Zero },
            _ => new() { RequiredPurposes = (Purposes)64 },
        };
        string message = Assert.Throws<ArgumentException>(() => new Scene { Policy = policy }.Decide()).Message;
        Assert.True(what == "level" || message.Contains(reason, StringComparison.Ordinal), message);
    }
}
