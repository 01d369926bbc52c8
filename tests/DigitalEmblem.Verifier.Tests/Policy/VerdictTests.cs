using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>The first line is all that many will read, and the JSON all that scripts will.</summary>
public class VerdictTests
{
    [Theory]
    [InlineData(0, "expires in 23 hours")]
    [InlineData(-30, "expires in 23 hours")]
    [InlineData(1320, "expires in 60 minutes")]
    [InlineData(1379, "expires in 60 seconds")]
    public void ToString_Marked_TellsTheTimeLeftInWords(int minutes, string expected)
    {
        Verdict verdict = new Scene { At = TestTokens.Now.AddMinutes(minutes) }.Decide();
        Assert.Equal(
            $"Marked. Protective emblem of https://society.example, endorsed by https://ministry.example; {expected}. "
                + "The endorser is not one you named. Commitments were taken as given, not checked here.",
            verdict.ToString());
    }

    [Fact]
    public void ToString_AnyOutcome_NeverSaysProtected()
    {
        foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>())
        {
            Verdict verdict = Of(outcome);
            Assert.Equal(outcome, verdict.Outcome);
            Assert.DoesNotContain("is protected", verdict.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\n', verdict.ToString());
            Assert.EndsWith(".", verdict.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ValidUntil_OfAChain_IsTheEarliestEnd()
    {
        Verdict verdict = new Scene().Decide();
        Assert.Equal(TestTokens.Now.AddHours(23), verdict.ValidUntil);
        Assert.Equal(TestTokens.Now.AddHours(-1), verdict.ValidFrom);
    }

    [Fact]
    public void ToJson_EveryOutcome_HasEveryDocumentedMember()
    {
        foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>())
        {
            JsonElement json = JsonDocument.Parse(Of(outcome).ToJson()).RootElement;
            Assert.Equal(
                [
                    "version", "verdict", "summary", "reason", "level", "levelAtMost", "trusted", "trustedAuthorities", "name", "owner",
                    "asset", "issuer", "endorsedBy", "assets", "purposes", "validFrom", "validUntil", "at",
                    "sources", "tokens", "commitments", "findings", "assumptions", "sets", "exposure",
                    "lawTexts", "law",
                ],
                json.EnumerateObject().Select(m => m.Name));
            Assert.Equal(outcome.ToString(), json.GetProperty("verdict").GetString());
        }
    }

    [Fact]
    public void ToJson_Marked_SaysWhatTheLibrarySays()
    {
        JsonElement json = JsonDocument.Parse(new Scene().Decide("www.society.example").ToJson(indented: true)).RootElement;
        Assert.Equal("Endorsed", json.GetProperty("level").GetString());
        Assert.Equal("https://ministry.example", json.GetProperty("endorsedBy")[0].GetString());
        Assert.Equal("2026-12-01T23:00:00Z", json.GetProperty("validUntil").GetString());
        Assert.Equal(
            ["emblem", "endorsement", "endorsement"],
            json.GetProperty("tokens").EnumerateArray().Select(t => t.GetProperty("kind").GetString()));
        Assert.All(json.GetProperty("commitments").EnumerateArray(), c => Assert.Equal("Assumed", c.GetProperty("outcome").GetString()));
        Assert.All(json.GetProperty("findings").EnumerateArray(), f => Assert.NotEqual("", f.GetProperty("clause").GetString()));
    }

    [Fact]
    public void Findings_TextFromATokenWithControls_IsEscaped()
    {
        var scene = new Scene();
        scene.Emblem = scene.Emblem with { Assets = [AssetIdentifier.FromCwtClaim("\u001b[2J\nMarked.")] };
        Verdict verdict = scene.Decide("www.society.example");
        Assert.Equal(VerdictOutcome.NotAccepted, verdict.Outcome);
        Assert.DoesNotContain(
            verdict.ToString() + string.Concat(verdict.Findings.Concat(verdict.Tokens.SelectMany(t => t.Findings)).Select(f => f.Message)),
            char.IsControl);
        Assert.DoesNotContain('\u001b', verdict.ToJson());
    }

    [Fact]
    public void Findings_AssetOutsideTheIssuersDomain_IsAWarning()
    {
        var scene = new Scene();
        scene.Emblem = scene.Emblem with { Assets = [AssetIdentifier.Parse("www.other.example")] };
        Assert.Contains(
            scene.Decide().Findings, f => f is { Code: FindingCode.AssetOutsideIssuerDomain, Severity: FindingSeverity.Warning });
        Assert.DoesNotContain(new Scene().Decide().Findings, f => f.Code == FindingCode.AssetOutsideIssuerDomain);
    }

    [Fact]
    public void Findings_IssuedInTheFuture_IsAWarningAndNoMore()
    {
        var scene = new Scene();
        scene.Emblem = scene.Emblem with { IssuedAt = TestTokens.Now.AddDays(1) };
        Assert.Equal(VerdictOutcome.Marked, scene.Decide().Outcome);
        Assert.Contains(scene.Decide().Tokens[0].Findings, f => f.Code == FindingCode.IssuedInFuture);
    }

    [Fact]
    public void ClockSkew_AtTheEdges_WidensEachValidity()
    {
        var scene = new Scene { At = TestTokens.Now.AddHours(23).AddSeconds(20) };
        Assert.Equal(VerdictOutcome.Invalid, scene.Decide().Outcome);
        scene.Options = new() { ClockSkew = TimeSpan.FromSeconds(30) };
        Assert.Equal(VerdictOutcome.Marked, scene.Decide().Outcome);
        Assert.Contains("expired within the clock skew", scene.Decide().ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EmblemVerifier(new() { ClockSkew = TimeSpan.FromSeconds(-1) }));
    }

    private static Verdict Of(VerdictOutcome outcome)
    {
        var scene = new Scene();
        switch (outcome)
        {
            case VerdictOutcome.Indeterminate:
                scene.Evidence = HeldEvidence.None;
                break;
            case VerdictOutcome.NotMarked:
                return TrustPolicy.Default.Decide(new EmblemVerifier().Verify(UnverifiedTokens.Empty, HeldEvidence.None, TestTokens.Now));
            case VerdictOutcome.Invalid:
                scene.Emblem = scene.Emblem with { Validity = Validity.From(TestTokens.Now.AddDays(-9), TimeSpan.FromDays(1)) };
                break;
            case VerdictOutcome.NotAccepted:
                return scene.Decide("www.weapons.example");
        }

        return scene.Decide();
    }
}
