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

        await pair.Ministry.Authority.ApproveAsync("anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.Authority.ApproveAsync("ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        (GivenEndorsement? given, _) = await pair.Ministry.Authority.EndorseAsync("anna", application.Id, default);
        await pair.Society.Endorsements.ReceiveAsync("administrator", await pair.BundleAsync(given!), await pair.ChainAsync(), default);
        await pair.Society.MarkedAsync("www.society.example");
        await pair.Society.Emblems.RenewDueAsync(default);

        Verdict verdict = TrustPolicy.Default.Decide(
            new EmblemVerifier(new VerifierOptions()).Verify(await pair.Society.SetAsync("www.society.example"), HeldEvidence.AssumeCommittedUnsafe, pair.Society.Clock.Now), AssetIdentifier.Parse("www.society.example"));
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Equal("https://ministry.example", Assert.Single(verdict.EndorsedBy).ToString());
    }

    [Fact]
    public async Task OnePersonTwice_IsNotTwoPeople()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective);
        await pair.Ministry.Authority.ApproveAsync("anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.Authority.ApproveAsync("anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default));

        Assert.Equal(Refusal.SamePerson, refused.Refusal);
        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.Authority.EndorseAsync("anna", application.Id, default))).Refusal);
    }

    [Fact]
    public async Task SecondPersonWithOtherTerms_StartsAnew()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective | Purposes.Indicative);
        await pair.Ministry.Authority.ApproveAsync("anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.Authority.ApproveAsync("ben", application.Id, null, Purposes.Protective | Purposes.Indicative, TimeSpan.FromDays(30), default);

        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.Authority.EndorseAsync("anna", application.Id, default))).Refusal);
    }

    [Fact]
    public async Task MoreThanWasAskedFor_IsNotApproved()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await pair.AskAsync(Purposes.Protective);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.Authority.ApproveAsync("anna", application.Id, null, Purposes.Protective | Purposes.CulturalProperty, TimeSpan.FromDays(30), default));

        Assert.Equal(Refusal.TooWide, refused.Refusal);
    }

    [Fact]
    public async Task RequestMeantForAnotherAuthority_IsRefused()
    {
        await using Pair pair = await Pair.StartAsync();
        (EndorsementQuest? quest, _) = await pair.Society.Endorsements.AskAsync("administrator", OrganizationIdentifier.Parse("https://icrc.example"), Purposes.Protective, TimeSpan.FromDays(90), null, default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.Authority.ReceiveAsync("api", quest!.Request, default));

        Assert.Equal(Refusal.Malformed, refused.Refusal);
    }

    [Fact]
    public async Task SameRequestTwice_IsOneApplication()
    {
        await using Pair pair = await Pair.StartAsync();
        (EndorsementQuest? quest, _) = await pair.Society.Endorsements.AskAsync("administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, default);

        Application first = await pair.Ministry.Authority.ReceiveAsync("api", quest!.Request, default);
        Application second = await pair.Ministry.Authority.ReceiveAsync("api", quest.Request, default);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task OrganizationWithoutTheRole_TakesNoRequest()
    {
        await using Pair pair = await Pair.StartAsync();
        (EndorsementQuest? quest, _) = await pair.Society.Endorsements.AskAsync("administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Society.Authority.ReceiveAsync("api", quest!.Request, default));

        Assert.Equal(Refusal.RoleMissing, refused.Refusal);
    }
}
