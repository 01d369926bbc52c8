using DigitalEmblem.Testing;
using Xunit;

namespace DigitalEmblem.Verifier.Tests;

/// <summary>The code of the README, compiled and run. If it fails, the first thing a developer tries does not work.</summary>
public class ReadmeExamples
{
    [Fact]
    public void Signing_AsInTheReadme_MakesATokenThatReads()
    {
        DateTimeOffset now = TestTokens.Now;

        using SigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var emblem = new Emblem
        {
            Issuer = OrganizationIdentifier.Parse("https://society.example"),
            Assets = [AssetIdentifier.Parse("www.society.example")],
            Purposes = Purposes.Protective,
            IssuedAt = now,
            Validity = Validity.IssuedAt(now, lifetime: TimeSpan.FromHours(24)),
        };
        byte[] token = Cwt.Sign(emblem, key); // Jws.Sign(emblem, key) for today's deployments

        Assert.Equal(emblem, Cwt.Read(token).Claims);
    }

    [Fact]
    public void Verifying_AsInTheReadme_GivesAVerdict()
    {
        byte[] bytes = new Scene().Bundle();
        DateTimeOffset now = TestTokens.Now;
        Evidence evidence = Evidence.AssumeCommitted;

        var verifier = new EmblemVerifier();
        var policy = new TrustPolicy
        {
            RequiredLevel = SecurityLevel.Endorsed,
            Authorities = [TrustedAuthority.Parse("https://ministry.example")],
        };

        UnverifiedTokens tokens = UnverifiedTokens.Read(bytes);                              // parse: any form, strict, bounded
        VerifiedTokens verified = verifier.Verify(tokens, evidence, now);                    // verify: pure, the time is an argument
        Verdict verdict = policy.Decide(verified, AssetIdentifier.Parse("www.society.example")); // decide: yours

        string answer = verdict.Outcome switch
        {
            Outcome.Marked => $"shield {verdict.Assets} until {verdict.ValidUntil}",
            Outcome.NotMarked => "no emblem was shown, which says nothing of protection",
            Outcome.NotAccepted => $"valid, but: {verdict.Reason}",
            Outcome.Invalid => $"shown, and wrong: {verdict.Reason}",
            _ => $"ask again: {verdict.Reason}", // nobody may act on this as if it were "no"
        };

        Assert.StartsWith("shield www.society.example until", answer, StringComparison.Ordinal);
    }
}
