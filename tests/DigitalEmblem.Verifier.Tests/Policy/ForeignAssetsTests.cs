using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>An endorsed issuer could mark anyone's host. A warning that its own accomplice can silence warns nobody.</summary>
public class ForeignAssetsTests
{
    private static readonly TrustPolicy Named = new() { Authorities = [new(TestTokens.Ministry)] };

    [Theory]
    [InlineData("www.other.example", "", true, true)]
    [InlineData("www.other.example", "*", true, true)]
    [InlineData("www.other.example", "*,*.other.example", true, true)]
    [InlineData("www.other.example", "*.other.example", true, false)]
    [InlineData("www.other.example", "*.example", true, false)]
    [InlineData("www.other.example", "www.other.example,[0.0.0.0/0],[::/0]", true, false)]
    [InlineData("www.other.example", "*.other.example", false, true)]
    [InlineData("*.other.example", "*", true, true)]
    [InlineData("[192.0.2.1]", "[0.0.0.0/0]", true, true)]
    [InlineData("[192.0.2.1]", "[::ffff:0:0/96]", true, true)]
    [InlineData("[192.0.2.1]", "[192.0.2.0/24],*", true, false)]
    [InlineData("[2001:db8::1]", "[::/0]", true, true)]
    [InlineData("[2001:db8::1]", "[2001:db8::/32]", true, false)]
    [InlineData("www.society.example", "", true, false)]
    public void Decide_AssetOutsideTheIssuersDomain_IsToldUnlessANamedEndorserExcludesSomething(
        string asset, string limit, bool isNamed, bool isTold)
    {
        Verdict verdict = Decide(asset, limit, isNamed ? Named : TrustPolicy.Default);
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Equal(
            isTold, verdict.Findings.Any(f => f is { Code: FindingCode.AssetOutsideIssuerDomain, Severity: FindingSeverity.Warning }));
    }

    [Fact]
    public void Decide_EndorserNamedByItsKey_SilencesAsOneNamedByItsIdentifier()
    {
        var policy = new TrustPolicy { TrustedKeys = [Scene.MinistryKey.PublicKey] };
        Assert.DoesNotContain(
            Decide("www.other.example", "*.other.example", policy).Findings, f => f.Code == FindingCode.AssetOutsideIssuerDomain);
    }

    [Fact]
    public void Decide_AuthorityNamedThatDoesNotEndorse_SilencesNothing()
    {
        var policy = new TrustPolicy { Authorities = [new(Scene.RedCross), new(TestTokens.Society)] };
        Verdict verdict = Decide("www.other.example", "*.other.example", policy);
        Assert.Equal((VerdictOutcome.Marked, true), (verdict.Outcome, verdict.Trusted));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.AssetOutsideIssuerDomain);
    }

    [Theory]
    [InlineData("https://co.uk", "www.hospital.co.uk", true)]
    [InlineData("https://co.uk", "co.uk", true)]
    [InlineData("https://hospital.co.uk", "www.hospital.co.uk", false)]
    public void Decide_IssuerThatIsAPublicSuffix_ContainsNoAsset(string issuer, string asset, bool isTold)
    {
        OrganizationIdentifier organization = OrganizationIdentifier.Parse(issuer);
        string[] lines =
        [
            Jws.SignUnsafe(TestTokens.Emblem() with { Issuer = organization, Assets = [AssetIdentifier.Parse(asset)] }, Scene.EmblemKey),
            Jws.SignUnsafe(
                TestTokens.Endorsement(Scene.EmblemKey.PublicKey, organization, TokenProfile.Jws) with { Subject = organization },
                Scene.RootKey),
            Scene.EmblemKey.PublicKey.ToJwk(), Scene.RootKey.PublicKey.ToJwk(),
        ];
        Verdict verdict = TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(
                UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', lines))),
                HeldEvidence.AssumeCommittedUnsafe,
                TestTokens.Now));
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Equal(isTold, verdict.Findings.Any(f => f.Code == FindingCode.AssetOutsideIssuerDomain));
    }

    private static Verdict Decide(string asset, string limit, TrustPolicy policy, VerifierOptions? options = null)
    {
        Emblem emblem = TestTokens.Emblem() with { Assets = [AssetIdentifier.Parse(asset)] };
        Endorsement own = TestTokens.Endorsement(Scene.EmblemKey.PublicKey, profile: TokenProfile.Jws);
        Endorsement theirs = TestTokens.Endorsement(Scene.RootKey.PublicKey, TestTokens.Ministry, TokenProfile.Jws) with
        {
            Constraints = new EmblemConstraints
            {
                Assets = limit.Length == 0 ? null : ValueList.From(limit.Split(',').Select(AssetIdentifier.Parse))
            },
        };
        string[] lines =
        [
            Jws.Sign(emblem, Scene.EmblemKey), Jws.Sign(own, Scene.RootKey), Jws.Sign(theirs, Scene.MinistryKey),
            .. ((SoftwareSigningKey[])[Scene.EmblemKey, Scene.RootKey, Scene.MinistryKey]).Select(k => k.PublicKey.ToJwk()),
        ];
        return policy.Decide(
            new EmblemVerifier(options).Verify(
                UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', lines))),
                HeldEvidence.AssumeCommittedUnsafe,
                TestTokens.Now));
    }
}
