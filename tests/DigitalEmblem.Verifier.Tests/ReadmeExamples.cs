using DigitalEmblem.TestSupport;
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
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;

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
            // No order to do anything: what it stands for, how well it is shown, and who vouches for it say what you may make of it.
            VerdictOutcome.Marked => $"{verdict.Purposes} emblem of {verdict.Issuer} for {verdict.Assets} until {verdict.ValidUntil}, "
                + $"level {verdict.Level}, {(verdict.Trusted ? "endorsed by one you trust" : "and nobody you named vouches for it")}",
            VerdictOutcome.NotMarked => "no emblem was shown, which says nothing of protection",
            VerdictOutcome.NotAccepted => $"valid, but: {verdict.Reason}",
            VerdictOutcome.Invalid => $"shown, and wrong: {verdict.Reason}",
            _ => $"ask again: {verdict.Reason}", // nobody may act on this as if it were "no"
        };

        Assert.StartsWith("Protective emblem of https://society.example for www.society.example until", answer, StringComparison.Ordinal);
        Assert.EndsWith("level Endorsed, endorsed by one you trust", answer, StringComparison.Ordinal);
    }
}
