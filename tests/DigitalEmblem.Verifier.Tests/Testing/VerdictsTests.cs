using DigitalEmblem.Testing;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Testing;

/// <summary>What applications test against. If it fails, their tests pass on verdicts that no checker gives.</summary>
public class VerdictsTests
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly OrganizationIdentifier Ministry = OrganizationIdentifier.Parse("https://ministry.example");

    [Fact]
    public void Verdicts_OfEachOutcome_HaveIt()
    {
        Assert.Equal(VerdictOutcome.Marked, Verdicts.Marked(Name).Outcome);
        Assert.Equal(VerdictOutcome.NotMarked, Verdicts.NotMarked(Name).Outcome);
        Assert.Equal(VerdictOutcome.Invalid, Verdicts.Invalid(Name).Outcome);
        Assert.Equal(VerdictOutcome.Indeterminate, Verdicts.Indeterminate(Name).Outcome);
        Assert.Equal(VerdictOutcome.NotAccepted, Verdicts.NotAccepted(Name).Outcome);
    }

    [Fact]
    public void Marked_ByDefault_IsOrganizationalAndSaysWhatWasAssumed()
    {
        Verdict verdict = Verdicts.Marked(Name);
        Assert.Equal(SecurityLevel.Organizational, verdict.Level);
        Assert.Equal("https://society.example", verdict.Issuer!.ToString());
        Assert.Equal(AssetIdentifier.ForName(Name), verdict.Asset);
        Assert.Equal(Purposes.Protective, verdict.Purposes);
        Assert.Equal(SampleEmblem.DefaultInstant, verdict.At);
        Assert.Contains("All root key commitments are assumed", Assert.Single(verdict.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void Marked_WithEndorsers_IsEndorsedByEach()
    {
        OrganizationIdentifier other = OrganizationIdentifier.Parse("https://icrc.example");
        Verdict verdict = Verdicts.Marked(Name, new SampleEmblem { EndorsedBy = [Ministry, other] });
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Equal([other, Ministry], verdict.EndorsedBy);
        Assert.False(verdict.Trusted);
        Assert.True(Verdicts.Of(
            Name,
            new SampleEmblem { EndorsedBy = [Ministry] },
            new TrustPolicy { Authorities = [TrustedAuthority.Parse(Ministry.ToString())] }).Trusted);
    }

    [Fact]
    public void Marked_WithoutAnIssuer_IsSigned() =>
        Assert.Equal(SecurityLevel.Signed, Verdicts.Marked(Name, new SampleEmblem { Issuer = null }).Level);

    [Fact]
    public void Verdicts_OfSamplesOfEachLevel_HaveTheirOutcome()
    {
        foreach (SampleEmblem sample in (SampleEmblem[])[new() { Issuer = null }, new(), new() { EndorsedBy = [Ministry] }])
        {
            Assert.Equal(
                (VerdictOutcome.Marked, VerdictOutcome.Invalid, VerdictOutcome.NotAccepted),
                (
                    Verdicts.Marked(Name, sample).Outcome,
                    Verdicts.Invalid(Name, sample).Outcome,
                    Verdicts.NotAccepted(Name, sample).Outcome));
        }
    }

    [Fact]
    public void Indeterminate_SaysWhyTheSourceDidNotAnswer() =>
        Assert.Contains("the line is down", Verdicts.Indeterminate(Name, "the line is down").Reason, StringComparison.Ordinal);

    [Fact]
    public void Marked_AtItsInstantAndLifetime_IsValidThen()
    {
        DateTimeOffset at = new(2030, 5, 1, 0, 0, 0, TimeSpan.Zero);
        Verdict verdict = Verdicts.Marked(Name, new SampleEmblem { At = at, Lifetime = TimeSpan.FromHours(1) });
        Assert.Equal((at, TimeSpan.FromHours(1)), (verdict.At, verdict.ValidUntil - verdict.ValidFrom));
    }
}
