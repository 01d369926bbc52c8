using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>An authority that endorses an issuer. When these fail, one person alone can endorse, or an impostor is.</summary>
public class EndorsingOthersTests
{
    [Fact]
    public async Task IssuerAsks_TwoPeopleApprove_TheEmblemIsEndorsed()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective);
        Assert.Equal(CommitmentKnowledge.Proven, application.Commitment);

        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        (GivenEndorsement? given, _) = await pair.Ministry.EndorseApplicant.RunAsync("anna", application.Id, default);
        await pair.Society.AcceptEndorsement.RunAsync(
            "administrator", await pair.BundleAsync(given!), null, await pair.ChainAsync(), default);
        await pair.Society.MarkedAsync("www.society.example");
        await pair.Society.IssueEmblems.RunAsync(default);

        Verdict verdict = TrustPolicy.Default.Decide(
            new EmblemVerifier(new VerifierOptions())
                .Verify(await pair.Society.SetAsync("www.society.example"), HeldEvidence.AssumeCommittedUnsafe, pair.Society.Clock.Now),
            AssetIdentifier.Parse("www.society.example"));
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Equal("https://ministry.example", Assert.Single(verdict.EndorsedBy).ToString());
    }

    [Fact]
    public async Task OnePersonTwice_IsNotTwoPeople()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default));

        Assert.Equal(Refusal.SamePerson, refused.Refusal);
        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(
            () => pair.Ministry.EndorseApplicant.RunAsync("anna", application.Id, default))).Refusal);
    }

    [Fact]
    public async Task SecondPersonWithOtherTerms_StartsAnew()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective | Purposes.Indicative);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective | Purposes.Indicative, TimeSpan.FromDays(30), default);

        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(
            () => pair.Ministry.EndorseApplicant.RunAsync("anna", application.Id, default))).Refusal);
    }

    [Fact]
    public async Task MoreThanWasAskedFor_IsNotApproved()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective | Purposes.CulturalProperty, TimeSpan.FromDays(30), default));

        Assert.Equal(Refusal.TooWide, refused.Refusal);
    }

    [Fact]
    public async Task RequestMeantForAnotherAuthority_IsRefused()
    {
        await using Pair pair = await Pair.StartAsync();
        (SentRequest? sent, _) = await pair.Society.AskForEndorsement.RunAsync(
            "administrator",
            OrganizationIdentifier.Parse("https://icrc.example"),
            Purposes.Protective,
            TimeSpan.FromDays(90),
            null,
            null,
            default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => pair.Ministry.ReceiveApplication.RunAsync("api", sent!.Request, default));

        Assert.Equal(Refusal.Malformed, refused.Refusal);
    }

    [Fact]
    public async Task SameRequestTwice_IsOneApplication()
    {
        await using Pair pair = await Pair.StartAsync();
        (SentRequest? sent, _) = await pair.Society.AskForEndorsement.RunAsync(
            "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, default);

        Application first = await pair.Ministry.ReceiveApplication.RunAsync("api", sent!.Request, default);
        Application second = await pair.Ministry.ReceiveApplication.RunAsync("api", sent.Request, default);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task OrganizationWithoutTheRole_TakesNoRequest()
    {
        await using Pair pair = await Pair.StartAsync();
        (SentRequest? sent, _) = await pair.Society.AskForEndorsement.RunAsync(
            "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => pair.Society.ReceiveApplication.RunAsync("api", sent!.Request, default));

        Assert.Equal(Refusal.RoleMissing, refused.Refusal);
    }
}
