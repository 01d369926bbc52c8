using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>
/// Who gets access to approve, and when it counts. When these fail, one administrator makes two approvers and endorses alone, or nobody can
/// approve any more.
/// </summary>
public class ApproverAccessTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    private static readonly MayApprove Waiting = new(Wait);

    [Fact]
    public async Task OneAdministrator_CannotMakeTwoApprovers_ByInvitationsKeysRolesOrSubjects()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        await people.JoinAsync("otto", AccessRoles.Officer);
        await pair.GiveAsync(Purposes.Protective);

        // Both links of made-up people, opened by one person.
        foreach (string made in new[] { "eve1", "eve2" })
        {
            (Invitation invitation, string secret) = await people.Invite.RunAsync("ada", made, AccessRoles.Approver, null, default);
            Assert.True(invitation.IsProposed);
            Assert.Equal(
                Refusal.AccessWaits, await RefusedAsync(() => people.Accept.RunAsync(secret, people.NewPasskey(), null, default)));
        }

        (ApiKey key, _) = await people.GiveAccess.RunAsync("ada", "eve3", AccessRoles.Approver, null, default);
        Assert.False(key.IsUsableAt(pair.Ministry.Clock.Now));
        (Person otto, AccessProposal? roles) = await people.ChangeRoles.RunAsync(
            "ada", "otto", AccessRoles.Officer | AccessRoles.Approver, null, default);
        Assert.Equal((AccessRoles.Officer, true), (otto.Roles, roles is not null));
        PersonSubject subject = await new BindSubject(people.Store).RunAsync("ada", "otto", "auth0|666", default);
        Assert.True(subject.IsProposed);

        Application open = await pair.AskAsync(Purposes.Indicative);
        foreach (Actor actor in new Actor[]
        {
            new("eve3", key.Id.ToString()), new("otto", PersonSubject.CredentialOf("auth0|666")), new("nobody"), new("auth0|42"),
        })
        {
            Assert.Equal(Refusal.AccessWaits, await RefusedAsync(() => ApproveAsync(pair, actor, open, new MayApprove(TimeSpan.Zero))));
        }

        Assert.Empty((await pair.Ministry.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task Proposal_IsConfirmedByAnotherApprover_NeverByItsProposerOrWhoGetsIt()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        await pair.GiveAsync(Purposes.Protective);
        (_, string secret) = await people.Invite.RunAsync("ada", "carla", AccessRoles.Approver, null, default);
        AccessProposal proposal = await people.OpenProposalAsync("carla");

        Assert.Equal(Refusal.AccessWaits, await RefusedAsync(() => people.Decide().ConfirmAsync("carla", proposal.Id, null, default)));
        await pair.Ministry.ApproversAsync("ada", "carla2");
        Assert.Equal(Refusal.SamePerson, await RefusedAsync(() => people.Decide().ConfirmAsync("ada", proposal.Id, null, default)));
        pair.Ministry.Clock.Now += TimeSpan.FromHours(3);
        await people.Decide().ConfirmAsync("anna", proposal.Id, null, default);

        // Its hour begins with the confirmation, and its waiting time when it is accepted.
        pair.Ministry.Clock.Now += TimeSpan.FromMinutes(59);
        OpenedSession carla = await people.Accept.RunAsync(secret, people.NewPasskey(), null, default);
        Assert.Equal(pair.Ministry.Clock.Now, (await people.PersonAsync("carla")).ApproverSince);
        Application open = await pair.AskAsync(Purposes.Indicative);
        Assert.Equal(Refusal.AccessWaits, await RefusedAsync(() => ApproveAsync(pair, carla.Session.Actor, open, Waiting)));
        pair.Ministry.Clock.Now += Wait;
        await ApproveAsync(pair, carla.Session.Actor, open, Waiting);

        // Another invitation would reset it: the person alone does not decide that either.
        await people.Invite.RunAsync("ada", "carla", null, null, default);
        AccessProposal reset = await people.OpenProposalAsync("carla");
        Assert.Equal(
            Refusal.SamePerson, await RefusedAsync(() => people.Decide().ConfirmAsync(carla.Session.Actor, reset.Id, null, default)));
        await people.Decide().RefuseAsync("ben", reset.Id, null, default);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => people.Decide().ConfirmAsync("anna", reset.Id, null, default)));
    }

    [Fact]
    public async Task NewAccess_ApprovesNothingForADay_BySessionKeyAndTokenAlike_AndTheRefusalSaysUntilWhen()
    {
        await using Pair pair = await Pair.StartAsync();
        IssuerScene ministry = pair.Ministry;
        var people = new Members(ministry);
        OpenedSession carla = await people.JoinAsync("carla", AccessRoles.Approver);
        (ApiKey key, _) = await people.GiveAccess.RunAsync("ada", "david", AccessRoles.Approver, null, default);
        await new AddPerson(people.Store).RunAsync("ada", "emma", null, default);
        await new BindSubject(people.Store).RunAsync("ada", "emma", "auth0|42", default);
        await pair.GiveAsync(Purposes.Protective);
        Application open = await pair.AskAsync(Purposes.Indicative);
        string until = $"{ministry.Clock.Now + Wait:u}";
        Actor[] actors = [carla.Session.Actor, new("david", key.Id.ToString()), new("emma", PersonSubject.CredentialOf("auth0|42"))];

        foreach (Actor actor in actors)
        {
            RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ApproveAsync(pair, actor, open, Waiting));
            Assert.Equal(Refusal.AccessWaits, refused.Refusal);
            Assert.Contains(until, refused.Message, StringComparison.Ordinal);
        }

        ministry.Clock.Now += Wait;
        await ApproveAsync(pair, actors[0], open, Waiting);
        await ApproveAsync(pair, actors[1], open, Waiting);
        await ApproveAsync(pair, actors[2], await pair.AskAsync(Purposes.Protective), Waiting);
    }

    [Fact]
    public async Task BeforeTheFirstApproval_NobodyWaits_AndTheRegisterMarksIt()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        OpenedSession carla = await people.JoinAsync("carla", AccessRoles.Approver);
        Application first = await pair.AskAsync(Purposes.Protective);
        await ApproveAsync(pair, carla.Session.Actor, first, Waiting);
        OpenedSession david = await people.JoinAsync("david", AccessRoles.Approver);
        await ApproveAsync(pair, david.Session.Actor, first, Waiting);
        (GivenEndorsement? given, _) = await pair.Ministry.EndorseApplicant.RunAsync(carla.Session.Actor, first.Id, default);
        Assert.True(given!.ApprovedBeforeWait);
        Assert.Contains(
            await pair.Ministry.ReadAsync(d => d.Journal.Where(e => e.Action == "application.approved").Select(e => e.Details)
                .ToListAsync()),
            d => d.Contains("\"beforeWait\":true", StringComparison.Ordinal));

        pair.Ministry.Clock.Now += Wait;
        Application second = await pair.AskAsync(Purposes.Indicative);
        await ApproveAsync(pair, carla.Session.Actor, second, Waiting);
        await ApproveAsync(pair, david.Session.Actor, second, Waiting);
        (given, _) = await pair.Ministry.EndorseApplicant.RunAsync(carla.Session.Actor, second.Id, default);
        Assert.False(given!.ApprovedBeforeWait);
    }

    [Fact]
    public async Task InvitationFromBeforeTheFirstApproval_IsOfNoUseToApproversAfterIt()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        (_, string secret) = await people.Invite.RunAsync("ada", "eve", AccessRoles.Approver, null, default);
        await pair.GiveAsync(Purposes.Protective);

        Assert.Equal(Refusal.AccessWaits, await RefusedAsync(() => people.Accept.RunAsync(secret, people.NewPasskey(), null, default)));
    }

    [Fact]
    public async Task OperatorConfirms_OnlyWhereNoApproverIsLeft()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        await people.JoinAsync("carla", AccessRoles.Approver);
        await pair.GiveAsync(Purposes.Protective);
        await people.GiveAccess.RunAsync("ada", "david", AccessRoles.Approver, null, default);
        AccessProposal proposal = await people.OpenProposalAsync("david");
        var operation = Actor.OfCommand("access");

        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => people.Decide().ByOperatorAsync(operation, proposal.Id, default)));
        await people.EndPerson.RunAsync("ada", "carla", default);
        await people.Decide().ByOperatorAsync(operation, proposal.Id, default);

        Assert.True((await pair.Ministry.ReadAsync(d => d.ApiKeys.SingleAsync())).IsUsableAt(pair.Ministry.Clock.Now));
    }

    [Fact]
    public async Task LastAdministrator_Stays_ExceptByTheOperator()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var people = new Members(scene);
        OpenedSession ada = await people.JoinAsync("ada", AccessRoles.Administrator);
        (ApiKey eva, _) = await people.GiveAccess.RunAsync("ada", "eva", AccessRoles.Administrator, null, default);
        await new RevokeAccess(people.Store).RunAsync("ada", eva.Id, null, default);

        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => people.EndPerson.RunAsync("eva", "ada", default)));
        Assert.Equal(
            Refusal.WrongState,
            await RefusedAsync(() => people.ChangeRoles.RunAsync("ada", "ada", AccessRoles.Officer, null, default)));
        Assert.Equal(
            Refusal.WrongState,
            await RefusedAsync(() => people.RevokeCredential.RunAsync("ada", ada.Session.CredentialId!.Value, default)));
        (_, string secret) = await people.Invite.RunAsync("ada", "ada", AccessRoles.Auditor, null, default);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => people.Accept.RunAsync(secret, people.NewPasskey(), null, default)));
        Assert.NotNull(await people.FindSession.RunAsync(ada.Token, default));

        await people.EndPerson.RunAsync(Actor.OfCommand("access"), "ada", default);
        Assert.Null(await people.FindSession.RunAsync(ada.Token, default));
    }

    [Fact]
    public async Task RolesOfSessionsAndKeys_AreOnePersonsTogether()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var people = new Members(scene);
        await people.JoinAsync("carla", AccessRoles.Approver);
        await people.GiveAccess.RunAsync("operator", "ada", AccessRoles.Administrator, null, default);

        Assert.Equal(
            Refusal.Malformed,
            await RefusedAsync(() => people.GiveAccess.RunAsync("operator", "carla", AccessRoles.Administrator, null, default)));
        Assert.Equal(
            Refusal.Malformed, await RefusedAsync(() => people.Invite.RunAsync("operator", "ada", AccessRoles.Approver, null, default)));
        Assert.Equal(
            Refusal.Malformed, await RefusedAsync(() => people.Invite.RunAsync("operator", "bo", AccessRoles.Applicant, null, default)));
        Assert.Equal(Refusal.Malformed, await RefusedAsync(() => people.Invite.RunAsync("operator", "bo", null, null, default)));
    }

    [Fact]
    public async Task EachChangeOfAccess_RaisesOneAlert_ThatIsToldAgainWithTheNext()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var people = new Members(scene);
        await people.JoinAsync("olga", AccessRoles.Officer);
        await scene.Notices.WriteAsync(default);
        await people.ChangeRoles.RunAsync("ada", "olga", AccessRoles.Officer | AccessRoles.Auditor, null, default);

        Alert alert = await scene.ReadAsync(d => d.Alerts.SingleAsync());
        Assert.Null(alert.RaisedIn);
        Assert.StartsWith("olga was Officer, and is Officer, Auditor now (by ada", alert.Text.ToString(), StringComparison.Ordinal);
        Assert.True(await scene.Notices.WriteAsync(default));
        Assert.Equal(2, await scene.ReadAsync(d => d.Notices.CountAsync()));
    }

    /// <summary>When this fails, a person whose roles were taken away takes them back by a link from before.</summary>
    [Fact]
    public async Task RolesThatWereTakenAway_DoNotComeBackByALinkFromBefore()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var people = new Members(scene);
        await people.JoinAsync("ada", AccessRoles.Administrator);
        await people.JoinAsync("otto", AccessRoles.Administrator | AccessRoles.Officer);
        (_, string wide) = await people.Invite.RunAsync("ada", "otto", null, null, default);
        await people.ChangeRoles.RunAsync("ada", "otto", AccessRoles.Officer, null, default);

        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => people.Accept.RunAsync(wide, people.NewPasskey(), null, default)));
        Assert.Equal(AccessRoles.Officer, (await people.PersonAsync("otto")).Roles);

        // A link that gives nothing more stays.
        (_, string narrow) = await people.Invite.RunAsync("ada", "otto", AccessRoles.Officer, null, default);
        await people.ChangeRoles.RunAsync("ada", "otto", AccessRoles.Officer | AccessRoles.Auditor, null, default);
        await people.Accept.RunAsync(narrow, people.NewPasskey(), null, default);
        Assert.Equal(AccessRoles.Officer, (await people.PersonAsync("otto")).Roles);
    }

    /// <summary>When this fails, an approver confirms roles that nobody means any more.</summary>
    [Fact]
    public async Task RolesThatWaitForAnApprover_AreNotMeantAnyMore_OnceAnInvitationWithOthersWasAccepted()
    {
        await using Pair pair = await Pair.StartAsync();
        var people = new Members(pair.Ministry);
        await people.JoinAsync("ada", AccessRoles.Administrator);
        await people.JoinAsync("otto", AccessRoles.Officer);
        foreach (string approver in new[] { "anna", "ben" })
        {
            await people.JoinAsync(approver, AccessRoles.Approver);
        }

        await pair.GiveAsync(Purposes.Protective);
        (_, AccessProposal? proposal) = await people.ChangeRoles.RunAsync("ada", "otto", AccessRoles.Approver, null, default);
        (_, string link) = await people.Invite.RunAsync("ada", "otto", AccessRoles.Auditor, null, default);
        await people.Accept.RunAsync(link, people.NewPasskey(), null, default);

        Assert.Equal(
            Refusal.WrongState, await RefusedAsync(() => people.Decide().ConfirmAsync("ben", proposal!.Id, null, default)));
        Assert.Equal(AccessRoles.Auditor, (await people.PersonAsync("otto")).Roles);
    }

    private static Task<Application> ApproveAsync(Pair pair, Actor actor, Application application, MayApprove may) =>
        new DecideApplication(pair.Ministry.Store, may).ApproveAsync(
            actor, application.Id, null, application.AskedPurposes, TimeSpan.FromDays(60), default);

    private static async Task<Refusal> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Refusal;
}
