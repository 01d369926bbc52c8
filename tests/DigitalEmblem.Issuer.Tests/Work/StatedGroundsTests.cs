using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.TestSupport;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Grounds of entitlement, from the applicant's word to the register. When these fail, an authority endorses on a ground that its approvers
/// never confirmed, or cannot say later on which ground it did.
/// </summary>
public class StatedGroundsTests
{
    private static readonly ValueList<Entitlement> Grounds =
        [TestExchange.Ground(), TestExchange.Ground(Purposes.Indicative) with { Rule = EntitlementRule.OfNationalLaw("Act 4, section 2") }];

    [Fact]
    public async Task Grounds_AreConfirmedByBothApprovers_AndStandInRegisterAndJournal_AndInNoToken()
    {
        await using Pair pair = await Pair.StartAsync();
        Application application = await AskAsync(pair, Grounds);
        await pair.Ministry.ApproversAsync("anna", "ben");

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default));
        Assert.Equal(Refusal.NotReady, refused.Refusal);
        foreach (string approver in new[] { "anna", "ben" })
        {
            application = await pair.Ministry.DecideApplication.ApproveAsync(
                approver, application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), groundsConfirmed: true, default);
        }

        Assert.All(application.Approvals, a => Assert.True(a.GroundsConfirmed));
        GivenEndorsement given = (await pair.Ministry.EndorseApplicant.RunAsync("anna", application.Id, default)).Given!;
        // Of what was asked for, the protective sign was granted.
        Assert.Equal([TestExchange.Ground()], StatedGrounds.Of(await pair.Ministry.ReadAsync(d => d.Register.SingleAsync())));
        Assert.Contains("protective: GC I 44(3); Decision 12/2026 of 2025-11-01", RegisterCsv.Line(new RegisterRow(given, [])));
        foreach (string action in new[] { "application.received", "application.approved", "endorsement.given" })
        {
            string details = await pair.Ministry.ReadAsync(
                d => d.Journal.Where(j => j.Action == action).OrderBy(j => j.Sequence).Select(j => j.Details).LastAsync());
            Assert.Contains("GC I 44(3)", details, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Decision", System.Text.Encoding.Latin1.GetString(given.Token), StringComparison.Ordinal);
        await pair.TakeAsync(given);
        Assert.Empty((await pair.Ministry.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task RequestWithoutGrounds_IsDecidedAsBefore()
    {
        await using Pair pair = await Pair.StartAsync();

        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);

        Assert.Null(given.Grounds);
        Assert.Empty(StatedGrounds.Of(given));
    }

    /// <summary>When this fails, an authority that demands grounds endorses an issuer that states none.</summary>
    [Fact]
    public async Task WhereGroundsAreRequired_APurposeWithoutOneIsNotApproved()
    {
        await using Pair pair = await Pair.StartAsync();
        Application bare = await AskAsync(pair, []), half = await AskAsync(pair, [TestExchange.Ground()]);
        await pair.Ministry.ApproversAsync("anna");
        var decide = new DecideApplication(
            pair.Ministry.Store, pair.Ministry.MayApprove, new EntitlementOptions { GroundsRequired = true });

        foreach ((Application application, Purposes purposes) in
            new[] { (bare, Purposes.Protective), (half, Purposes.Protective | Purposes.Indicative), (half, Purposes.Indicative) })
        {
            RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => decide.ApproveAsync(
                "anna", application.Id, null, purposes, TimeSpan.FromDays(30), groundsConfirmed: true, default));
            Assert.Equal(Refusal.NotReady, refused.Refusal);
            Assert.Contains("new request", refused.Message, StringComparison.Ordinal);
        }

        Application approved = await decide.ApproveAsync(
            "anna", half.Id, null, Purposes.Protective, TimeSpan.FromDays(30), groundsConfirmed: true, default);
        Assert.Single(approved.Approvals);
    }

    [Fact]
    public async Task GroundThatCannotHold_IsNotAskedWith()
    {
        await using Pair pair = await Pair.StartAsync();

        foreach (Entitlement ground in new[]
        {
            TestExchange.Ground() with { Rule = EntitlementRule.OfTreaty("GC I", "999") },
            TestExchange.Ground() with { DecidedOn = new DateOnly(2999, 1, 1) },
            TestExchange.Ground(Purposes.CulturalProperty),
        })
        {
            RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AskAsync(pair, [ground]));
            Assert.Equal(Refusal.Malformed, refused.Refusal);
        }
    }

    /// <summary>Each rule that the form offers can be stated, and is explained to the approvers.</summary>
    [Fact]
    public void RulesThatAreOffered_AreCitedByTheLawTexts()
    {
        Assert.Equal(Purposes.All, GroundLaw.Offered.Aggregate(Purposes.None, (all, o) => all | o.Purpose));
        Assert.All(GroundLaw.Offered, o =>
        {
            Entitlement ground = TestExchange.Ground(o.Purpose) with { Rule = new EntitlementRule(o.Source, null) };
            Assert.Empty(ground.Validate(new DateOnly(2026, 12, 1)));
            Assert.NotEmpty(GroundLaw.Of(ground));
        });
    }

    private static async Task<Application> AskAsync(Pair pair, ValueList<Entitlement> grounds)
    {
        (SentRequest? sent, _) = await pair.Society.AskForEndorsement.RunAsync(
            "administrator",
            pair.Ministry.Organization,
            Purposes.Protective | Purposes.Indicative,
            TimeSpan.FromDays(90),
            null,
            null,
            grounds,
            default);
        return await pair.Ministry.ReceiveApplication.RunAsync("api", sent!.Request, default);
    }
}
