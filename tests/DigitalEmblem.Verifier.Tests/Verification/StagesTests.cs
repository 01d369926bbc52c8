using System.Text;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier.Tests.Model;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>
/// The stages authenticate, gather and conclude. If one fails, a verdict depends on what was concluded before, or a log
/// learns what it need not.
/// </summary>
public class StagesTests
{
    private static readonly EmblemVerifier Verifier = new();

    private static OrganizationIdentifier Society => TestTokens.Society;

    [Property(MaxTest = 300)]
    public Property Conclude_TwiceAndWithOtherEvidenceBetween_GivesTheSame() => Prop.ForAll(Deployments.Any, d =>
    {
        AuthenticatedTokens authenticated = Verifier.Authenticate(Tokens(d), TestTokens.Now);
        GatheredEvidence evidence = d.Evidence().Gather(authenticated.Questions, TestTokens.Now);
        string first = Json(Verifier.Conclude(authenticated, evidence));
        Json(Verifier.Conclude(authenticated, HeldEvidence.None.Gather(authenticated.Questions, TestTokens.Now)));
        Json(Verifier.Conclude(authenticated, HeldEvidence.Stated([], noOthers: true).Gather(authenticated.Questions, TestTokens.Now)));
        Assert.Equal(first, Json(Verifier.Conclude(authenticated, evidence)));
        Assert.Equal(first, Json(Verifier.Verify(Tokens(d), d.Evidence(), TestTokens.Now)));
    });

    [Property(MaxTest = 300)]
    public Property Gather_AnyDeployment_AnswersWhatTheConclusionReadsAndNoMore() => Prop.ForAll(Deployments.Any, d =>
    {
        AuthenticatedTokens authenticated = Verifier.Authenticate(Tokens(d), TestTokens.Now);
        GatheredEvidence evidence = d.Evidence().Gather(authenticated.Questions, TestTokens.Now);
        VerifiedSet set = Verifier.Conclude(authenticated, evidence).Sets.Single();
        HashSet<CommitmentClaim> read = [.. set.Commitments.Concat(set.Later?.Commitments ?? []).Select(c => c.Claim)];
        Assert.Subset(evidence.Answers.Keys.ToHashSet(), read);
        if (authenticated.Questions.Sets.Single().Later is null)
        {
            // What the later set rests on is not shown where that set is invalid too.
            Assert.Equal(evidence.Answers.Count, read.Count);
        }
    });

    [Property(MaxTest = 200)]
    public Property Json_OfAnyEvidence_ReadsBackAsTheSame() => Prop.ForAll(Deployments.Any, d =>
    {
        AuthenticatedTokens authenticated = Verifier.Authenticate(Tokens(d), TestTokens.Now);
        GatheredEvidence evidence = d.Evidence().Gather(authenticated.Questions, TestTokens.Now);
        string json = evidence.ToJson();
        GatheredEvidence read = GatheredEvidence.ReadJsonUnsafe(Encoding.UTF8.GetBytes(json));
        Assert.Equal(json, read.ToJson());
        Assert.Equal(Json(Verifier.Conclude(authenticated, evidence)), Json(Verifier.Conclude(authenticated, read)));
    });

    [Fact]
    public void Questions_OfASet_AreTheRootsAndThenTheExternalOnes()
    {
        SetQuestions set = Assert.Single(Authenticated().Questions.Sets);
        Assert.Equal(Society, set.Root!.Organization);
        Assert.Equal([TestTokens.Ministry], set.External.Select(c => c.Organization));
        Assert.Null(set.Later);
    }

    [Fact]
    public void Gather_RefutedRoot_AsksAboutNobodyElse()
    {
        AuthenticatedTokens authenticated = Authenticated();
        GatheredEvidence evidence = HeldEvidence.Stated([], noOthers: true).Gather(authenticated.Questions, TestTokens.Now);
        Assert.Equal(Society, Assert.Single(evidence.Answers.Keys).Organization);
    }

    [Fact]
    public void Conclude_EvidenceByOtherRules_IsRefused()
    {
        var strict = new EmblemVerifier(new VerifierOptions { Commitments = new CommitmentRules { StrictNames = true } });
        AuthenticatedTokens authenticated = strict.Authenticate(Bundle(), TestTokens.Now);
        GatheredEvidence evidence = HeldEvidence.AssumeCommittedUnsafe.Gather(Authenticated().Questions, TestTokens.Now);
        Assert.Contains(
            "other rules",
            Assert.Throws<ArgumentException>(() => strict.Conclude(authenticated, evidence)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Conclude_TokensOfAnotherVerifier_IsRefused()
    {
        var other = new EmblemVerifier(new VerifierOptions { ClockSkew = TimeSpan.FromHours(1) });
        GatheredEvidence evidence = HeldEvidence.AssumeCommittedUnsafe.Gather(
            other.Authenticate(Bundle(), TestTokens.Now).Questions, TestTokens.Now);
        Assert.Contains(
            "other options",
            Assert.Throws<ArgumentException>(() => other.Conclude(Authenticated(), evidence)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Conclude_EvidenceOnOtherTokens_LeavesItOpen()
    {
        GatheredEvidence evidence = HeldEvidence.AssumeCommittedUnsafe.Gather(
            CommitmentQuestions.About([], CommitmentRules.Default), TestTokens.Now);
        VerifiedSet set = Verifier.Conclude(Authenticated(), evidence).Sets.Single();
        Assert.Equal((SecurityLevel.Unknown, SecurityLevel.Endorsed), (set.Level, set.LevelAtMost));
    }

    [Fact]
    public void Conclude_EvidenceOfAnotherTime_LeavesItOpen()
    {
        AuthenticatedTokens authenticated = Authenticated();
        var brief = new CommitmentEvidence(CommitmentOutcome.Proven, ["Test."])
        {
            Steady = new Validity(TestTokens.Now.AddHours(-2), TestTokens.Now.AddHours(-1))
        };
        HeldEvidence held = HeldEvidence.OfUnsafe(new Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>
        {
            [(Society, Scene.RootKey.PublicKey.CoseIdentifier)] = brief,
            [(TestTokens.Ministry, Scene.MinistryKey.PublicKey.CoseIdentifier)] = brief,
        });
        VerifiedSet set = Verifier.Conclude(authenticated, held.Gather(authenticated.Questions, TestTokens.Now.AddHours(-2))).Sets.Single();
        Assert.Equal((SecurityLevel.Unknown, SecurityLevel.Endorsed), (set.Level, set.LevelAtMost));
        Assert.Contains(set.Findings, f => f.Message.Contains("another time of judgement", StringComparison.Ordinal));
    }

    private static UnverifiedTokens Bundle() => UnverifiedTokens.Read(new Scene().Bundle());

    private static AuthenticatedTokens Authenticated() => Verifier.Authenticate(Bundle(), TestTokens.Now);

    private static UnverifiedTokens Tokens(Deployment d) => UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', d.Lines())));

    private static string Json(VerifiedTokens verified) => TrustPolicy.Default.Decide(verified).ToJson();
}
