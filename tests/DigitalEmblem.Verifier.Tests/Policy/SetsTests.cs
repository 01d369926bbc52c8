using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// A name that moves from one profile to the other shows two good sets at once. Mixed, they would be invalid, and a
/// marked host would lose its sign by moving.
/// </summary>
public class SetsTests
{
    private static string JwsLines(bool good)
    {
        Emblem emblem = TestTokens.Emblem() with { Validity = Validity.From(TestTokens.Now.AddDays(good ? -1 : -9), TimeSpan.FromDays(2)) };
        Endorsement endorsement = TestTokens.Endorsement(Scene.EmblemKey.PublicKey, profile: TokenProfile.Jws);
        return string.Join(
            '\n',
            Jws.Sign(emblem, Scene.EmblemKey),
            Jws.Sign(endorsement, Scene.RootKey),
            Scene.EmblemKey.PublicKey.ToJwk(),
            Scene.RootKey.PublicKey.ToJwk());
    }

    private static Verdict Decide(params string[] inputs) => TrustPolicy.Default.Decide(new EmblemVerifier().Verify(
        UnverifiedTokens.Combine(inputs.Select(i => UnverifiedTokens.Read(Encoding.UTF8.GetBytes(i)))),
        HeldEvidence.AssumeCommittedUnsafe,
        TestTokens.Now));

    [Fact]
    public void Decide_BothProfilesGood_TheHigherOneDecidesAndTheOtherIsTold()
    {
        Verdict verdict = Decide(Convert.ToHexString(new Scene().Bundle()), JwsLines(good: true));
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed, "CWT"), (verdict.Outcome, verdict.Level, verdict.Deciding!.Set.Name));
        Assert.Equal(["Marked", "Marked"], verdict.Sets.Select(s => s.Outcome.ToString()));
        Assert.Contains(verdict.Findings, f => f.Code == FindingCode.OtherSet);
    }

    [Fact]
    public void Decide_OneProfileExpired_TheGoodOneDecides()
    {
        Verdict verdict = Decide(Convert.ToHexString(new Scene().Bundle()), JwsLines(good: false));
        Assert.Equal((VerdictOutcome.Marked, VerdictOutcome.Invalid), (verdict.Outcome, verdict.Sets[1].Outcome));
        Verdict other = Decide("d28440a0", JwsLines(good: true));
        Assert.Equal((VerdictOutcome.Marked, "JWS"), (other.Outcome, other.Deciding!.Set.Name));
    }

    [Fact]
    public void Decide_Ids_AreJudgedApart()
    {
        string id(string line, string set) => line[0] == '{' ? $"adem-key={line}" : $"adem-token-{set}={line}";
        string records = string.Join(
            '\n',
            JwsLines(good: true).Split('\n').Select(l => id(l, "a")).Concat(JwsLines(good: false).Split('\n').Select(l => id(l, "b"))));
        Verdict verdict = Decide(records);
        Assert.Equal(["JWS a", "JWS b"], verdict.Sets.Select(s => s.Set.Name));
        Assert.Equal([VerdictOutcome.Marked, VerdictOutcome.Invalid], verdict.Sets.Select(s => s.Outcome));
    }

    [Theory]
    [InlineData("bundle of nothing", VerdictOutcome.NotMarked)]
    [InlineData("keys", VerdictOutcome.NotMarked)]
    [InlineData("endorsements", VerdictOutcome.NotMarked)]
    [InlineData("undecodable", VerdictOutcome.Invalid)]
    [InlineData("expired", VerdictOutcome.Invalid)]
    [InlineData("bad key", VerdictOutcome.Invalid)]
    public void Decide_NoEmblem_IsNotMarkedUnlessSomethingWrongWasShown(string what, VerdictOutcome expected)
    {
        string input = what switch
        {
            "keys" => Scene.RootKey.PublicKey.ToJwk(),
            "endorsements" => $"{Jws.Sign(TestTokens.Endorsement(Scene.EmblemKey.PublicKey, profile: TokenProfile.Jws), Scene.RootKey)}\n"
                + $"{Scene.RootKey.PublicKey.ToJwk()}",
            "undecodable" => "e30.e30.AA",
            "expired" => JwsLines(good: false),
            "bad key" => "adem-key=nothing",
            _ => "80",
        };
        Verdict verdict = Decide(input);
        SecurityLevel level = expected == VerdictOutcome.NotMarked ? SecurityLevel.None : SecurityLevel.Invalid;
        Assert.Equal((expected, level, level), (verdict.Outcome, verdict.Level, verdict.LevelAtMost));
    }

    /// <summary>
    /// The key stands in the header of the token it verifies, and then serves the others as well; a key in a token that
    /// does not verify serves nobody.
    /// </summary>
    [Fact]
    public void Decide_KeyInAHeader_CountsOnceItsTokenVerifies()
    {
        string WithJwk(string jws, SoftwareSigningKey key, bool broken)
        {
            string payload = Encoding.UTF8.GetString(JwsCompact.Read(jws).Payload);
            string header = Encoding.UTF8.GetString(JwsCompact.Read(jws).Header)
                .Replace($"\"kid\":\"{key.PublicKey.JwkIdentifier}\"", $"\"jwk\":{key.PublicKey.ToJwk()}", StringComparison.Ordinal);
            string signed = JwsCompact.Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), key);
            return broken ? signed[..^6] + (signed[^6] == 'A' ? 'B' : 'A') + signed[^5..] : signed;
        }

        string[] lines = JwsLines(good: true).Split('\n');
        string rootInHeader = WithJwk(lines[1], Scene.RootKey, broken: false);
        Assert.Equal(VerdictOutcome.Marked, Decide(string.Join('\n', lines[0], rootInHeader, lines[2])).Outcome);
        Assert.Equal(
            VerdictOutcome.Marked,
            Decide(string.Join('\n', WithJwk(lines[0], Scene.EmblemKey, broken: false), lines[1], lines[3])).Outcome);
        Assert.Equal(
            VerdictOutcome.Invalid,
            Decide(string.Join('\n', WithJwk(lines[0], Scene.EmblemKey, broken: true), lines[0], lines[1], lines[3])).Outcome);
    }

    /// <summary>
    /// Tokens without an ID stand in the set of every ID. Judged again in each, a small input would cost thousands of checks.
    /// </summary>
    [Fact]
    public void Decide_ManyIdsBesideSharedTokens_AllAgreeOnTheSharedOnes()
    {
        string[] lines = JwsLines(good: true).Split('\n');
        string records = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"adem-token-{i}={lines[0]}")
            .Append($"adem-token={lines[1]}").Concat(lines[2..].Select(k => $"adem-key={k}")));
        Verdict verdict = Decide(records);
        Assert.Equal(60, verdict.Sets.Count);
        Assert.All(verdict.Sets, s => Assert.Equal(VerdictOutcome.Marked, s.Outcome));
    }
}
