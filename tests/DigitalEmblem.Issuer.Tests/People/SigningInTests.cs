using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>
/// Joining, signing in, and sessions. When these fail, a stranger gets into the pages: by a link that was used, a code that was seen, or a
/// session that was ended; or a person cannot get in.
/// </summary>
[Trait("Category", "Servers")]
public class SigningInTests
{
    [Fact]
    public async Task Invitation_IsReadAsOftenAsOneLikes_AndUsedOnce()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        (Invitation made, string secret) = await people.Invite.RunAsync(
            "operator", "Olga", AccessRoles.Officer, "Ольга Ніколенко", default);

        // A program that previews links, then the person.
        long before = await LinesAsync(scene);
        Assert.Equal("olga", (await people.FindInvitation.RunAsync(secret, default))!.Handle);
        Assert.NotNull(await people.FindInvitation.RunAsync(secret, default));
        Assert.Equal(before, await LinesAsync(scene));
        OpenedSession opened = await people.Accept.RunAsync(secret, people.NewPassword("olga"), null, default);

        Assert.Equal(AccessRoles.Officer, (await people.FindSession.RunAsync(opened.Token, default))!.Roles);
        Assert.Equal("Ольга Ніколенко", (await people.PersonAsync("olga")).DisplayName);
        Assert.Equal("operator", (await people.PersonAsync("olga")).InvitedBy);
        Assert.Null(await people.FindInvitation.RunAsync(secret, default));
        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => people.Accept.RunAsync(secret, people.NewPasskey(), null, default)));
        Assert.Equal(Invitation.Lifetime, made.ExpiresAt - made.CreatedAt);
    }

    [Fact]
    public async Task InvitationThatExpired_WasReplaced_OrAltered_IsOfNoUse()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        (_, string first) = await people.Invite.RunAsync("operator", "olga", AccessRoles.Officer, null, default);
        (_, string second) = await people.Invite.RunAsync("operator", "olga", AccessRoles.Officer, null, default);

        Assert.Null(await people.FindInvitation.RunAsync(first, default));
        Assert.NotNull(await people.FindInvitation.RunAsync(second, default));
        Assert.Null(await people.FindInvitation.RunAsync(second[..^1] + (second[^1] == 'A' ? 'B' : 'A'), default));
        Assert.Null(await people.FindInvitation.RunAsync("", default));
        scene.Clock.Now += Invitation.Lifetime;
        Assert.Null(await people.FindInvitation.RunAsync(second, default));
        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => people.Accept.RunAsync(second, people.NewPasskey(), null, default)));
        Assert.Equal(0, await scene.ReadAsync(d => d.Persons.CountAsync()));
    }

    [Fact]
    public async Task InvitationAcceptedAtTwoInstancesAtOnce_LetsOneIn()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        (_, string secret) = await people.Invite.RunAsync("operator", "olga", AccessRoles.Officer, null, default);

        bool[] let = await Task.WhenAll(
            InAsync(() => people.Accept.RunAsync(secret, people.NewPasskey(), null, default)),
            InAsync(() => people.Elsewhere.Accept.RunAsync(secret, people.NewPasskey(), null, default)));

        Assert.Single(let, l => l);
        Assert.Equal(1, await scene.ReadAsync(d => d.Credentials.CountAsync()));
    }

    [Fact]
    public async Task SameCodeAtTwoInstancesAtOnce_OpensOneSession_AndNeverAgain()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        await people.JoinByPasswordAsync("olga", AccessRoles.Officer);
        string code = people.Code;

        OpenedSession?[] opened = await Task.WhenAll(people.SignInAsync("olga", code), people.Elsewhere.SignInAsync("olga", code));

        Assert.Single(opened, o => o is not null);
        scene.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Null(await people.SignInAsync("olga", code));
        Assert.NotNull(await people.SignInAsync("OLGA"));
    }

    [Fact]
    public async Task EveryFaultOfASignIn_ReadsAlike()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        await people.JoinByPasswordAsync("olga", AccessRoles.Officer);
        await people.JoinAsync("petra", AccessRoles.Officer);

        Assert.Null(await people.SignInAsync("nobody-here"));
        Assert.Null(await people.SignInAsync("οlga"));
        Assert.Null(await people.SignInAsync("petra"));
        Assert.Null(await people.SignInAsync("olga", "000000x"));
        Assert.Null(await people.SignIn.ByPasswordAsync("olga", Members.Password + " ", people.Code, Members.Open, default));
        Assert.Null(await people.SignIn.ByPasswordAsync("olga", Members.Password, people.Code, _ => null, default));
        Assert.Null(await people.SignIn.ByPasskeyAsync([1, 2, 3], 0, false, default));
        Assert.NotNull(await people.SignInAsync("olga"));
    }

    [Fact]
    public async Task PasskeyThatCounts_IsRefusedWhereItsCounterStandsStill()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        byte[] id = [7, 7, 7];
        await people.JoinAsync("olga", AccessRoles.Officer, id);

        Assert.NotNull(await people.SignIn.ByPasskeyAsync(id, 0, false, default));
        OpenedSession?[] opened = await Task.WhenAll(
            people.SignIn.ByPasskeyAsync(id, 5, true, default), people.Elsewhere.SignIn.ByPasskeyAsync(id, 5, true, default));
        Assert.Single(opened, o => o is not null);
        Assert.Null(await people.SignIn.ByPasskeyAsync(id, 4, true, default));
        Credential kept = await scene.ReadAsync(d => d.Credentials.SingleAsync(c => c.PasskeyId == id));
        Assert.Equal((5u, true, "my laptop"), (NewCredential.ToPasskey(kept).SignCount, kept.IsBackedUp, kept.Name));
    }

    [Fact]
    public async Task SessionEndedAtOneInstance_OpensNothingAtAnother()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        OpenedSession one = await people.JoinAsync("olga", AccessRoles.Officer), two = await people.JoinAsync("petra", AccessRoles.Officer);
        Members elsewhere = people.Elsewhere;
        Assert.NotNull(await elsewhere.FindSession.RunAsync(one.Token, default));

        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => people.EndSessions.OwnAsync("petra", one.Session.Id, default)));
        await people.EndSessions.OwnAsync("olga", one.Session.Id, default);
        Assert.Null(await elsewhere.FindSession.RunAsync(one.Token, default));

        await people.EndPerson.RunAsync("ada", "petra", default);
        Assert.Null(await elsewhere.FindSession.RunAsync(two.Token, default));
        Assert.Null(await elsewhere.FindSession.RunAsync("planted", default));
    }

    [Fact]
    public async Task Session_EndsAfterHalfAnHourIdle_AndTwelveHoursInAll()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        byte[] id = [9];
        OpenedSession worked = await people.JoinAsync("olga", AccessRoles.Officer, id);
        OpenedSession idle = (await people.SignIn.ByPasskeyAsync(id, 0, false, default))!;
        long lines = await LinesAsync(scene);
        for (TimeSpan at = TimeSpan.Zero; at < Session.LongestInAll; at += TimeSpan.FromMinutes(20))
        {
            Assert.NotNull(await people.FindSession.RunAsync(worked.Token, default));
            scene.Clock.Now += TimeSpan.FromMinutes(20);
        }

        Assert.Null(await people.FindSession.RunAsync(worked.Token, default));
        Assert.Null(await people.FindSession.RunAsync(idle.Token, default));
        // No line a request, and the audit explains the rows all the same.
        Assert.Equal(lines, await LinesAsync(scene));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task StepUp_GivesAnotherToken_AndTheOneBeforeIsDead()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        OpenedSession first = await people.JoinByPasswordAsync("olga", AccessRoles.Officer);
        await people.JoinAsync("petra", AccessRoles.Officer, [4]);

        Assert.Null(await people.Renew.ByPasskeyAsync(first.Token, [4], 0, false, default));
        OpenedSession next = (await people.Renew.ByPasswordAsync(
            first.Token, Members.Password, people.Code, Members.Open, default))!;

        Assert.Equal(first.Session.Id, next.Session.Id);
        Assert.Equal(scene.Clock.Now, next.Session.StepUpAt);
        Assert.Equal(first.Session.SignedInAt, next.Session.SignedInAt);
        Assert.Null(await people.FindSession.RunAsync(first.Token, default));
        Assert.NotNull(await people.FindSession.RunAsync(next.Token, default));
        Assert.Null(await people.Renew.ByPasswordAsync(next.Token, Members.Password, people.Code, Members.Open, default));
    }

    [Fact]
    public async Task Recovery_EndsSessionsAndOldCredentials_AndLeavesApiKeys()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        OpenedSession stolen = await people.JoinByPasswordAsync("olga", AccessRoles.Officer);
        (ApiKey key, _) = await people.GiveAccess.RunAsync("ada", "olga", AccessRoles.Officer, null, default);
        (_, string secret) = await people.Invite.RunAsync("ada", "olga", null, null, default);
        Assert.NotNull(await people.FindSession.RunAsync(stolen.Token, default));

        OpenedSession back = await people.Accept.RunAsync(secret, people.NewPasskey([8]), null, default);

        Assert.Null(await people.FindSession.RunAsync(stolen.Token, default));
        Assert.Null(await people.SignInAsync("olga"));
        Assert.Equal(AccessRoles.Officer, (await people.FindSession.RunAsync(back.Token, default))!.Roles);
        Assert.NotNull(await people.SignIn.ByPasskeyAsync([8], 0, false, default));
        Assert.Null((await scene.ReadAsync(d => d.ApiKeys.SingleAsync(k => k.Id == key.Id))).RevokedAt);
        Assert.True(await scene.ReadAsync(d => d.Alerts.AnyAsync(a => a.Kind == AlertKind.AccessChanged && a.Subject == "olga")));
    }

    [Fact]
    public async Task PersonByTheProvider_HasItsRoles_UntilTheyContradictThoseHere()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        ProviderWord Word(AccessRoles roles, string subject = "auth0|42") => new(subject, roles, scene.Clock.Now);
        await new AddPerson(people.Store).RunAsync("ada", "emma", "Emma", default);
        Assert.Equal(
            Refusal.NotFound, await RefusedAsync(() => people.SignIn.ByProviderAsync(Word(AccessRoles.Officer), false, default)));
        await new BindSubject(people.Store).RunAsync("ada", "emma", "auth0|42", default);

        OpenedSession opened = await people.SignIn.ByProviderAsync(Word(AccessRoles.Approver), false, default);
        Assert.Equal(AccessRoles.Approver, (await people.FindSession.RunAsync(opened.Token, default))!.Roles);
        Assert.Null(await people.Renew.ByProviderAsync(opened.Token, Word(AccessRoles.Approver, "auth0|43"), default));
        OpenedSession renewed = (await people.Renew.ByProviderAsync(opened.Token, Word(AccessRoles.Approver), default))!;
        Assert.Null(await people.FindSession.RunAsync(opened.Token, default));

        // By the provider only: her session came by it.
        await scene.Store.ChangeAsync(renewed.Session.Actor, c => new MayApprove(TimeSpan.Zero, true).RequireAsync(c, default), default);
        Assert.Equal(
            Refusal.ProviderOnly,
            await RefusedAsync(() => scene.Store.ChangeAsync(
                "emma", c => new MayApprove(TimeSpan.Zero, true).RequireAsync(c, default), default)));

        await people.GiveAccess.RunAsync("ada", "emma", AccessRoles.Administrator, null, default);
        Assert.Null(await people.FindSession.RunAsync(renewed.Token, default));
        Assert.Equal(
            Refusal.Malformed, await RefusedAsync(() => people.SignIn.ByProviderAsync(Word(AccessRoles.Approver), false, default)));
    }

    [Fact]
    public async Task LastWayToSignIn_StaysToItsOwner_AndEndsTheSessionsThatBeganByIt()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        OpenedSession opened = await people.JoinAsync("olga", AccessRoles.Officer);
        Guid first = opened.Session.CredentialId!.Value;
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => people.RevokeCredential.OwnAsync("olga", first, default)));
        await new AddCredential(people.Store).RunAsync("olga", people.NewPassword("olga"), default);

        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => people.RevokeCredential.OwnAsync("petra", first, default)));
        await people.RevokeCredential.OwnAsync("olga", first, default);

        Assert.Null(await people.FindSession.RunAsync(opened.Token, default));
        scene.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.NotNull(await people.SignInAsync("olga"));
    }

    [Fact]
    public async Task Journal_TellsPeople_WithoutSecretsAndNames()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        (_, string secret) = await people.Invite.RunAsync("operator", "olga", AccessRoles.Officer, "Olga Nikolenko", default);
        OpenedSession opened = await people.Accept.RunAsync(secret, people.NewPassword("olga"), "Olga N.", default);
        await new NamePerson(people.Store).RunAsync("olga", "olga", "Olga Ivanivna", default);
        await people.EndSessions.OfPersonAsync("olga", "olga", null, default);

        List<JournalEntry> lines = await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).ToListAsync());
        Credential way = await scene.ReadAsync(d => d.Credentials.SingleAsync());
        Assert.All(
            new[] { "invitation.made", "person.added", "credential.added", "invitation.accepted", "session.started", "session.ended" },
            word => Assert.Contains(lines, l => l.Action == word));
        string[] secrets =
        [
            secret, opened.Token, Hex(RandomSecret.HashOf(secret)), Hex(RandomSecret.HashOf(opened.Token)), way.PasswordHash!,
            Hex(Members.CodeKey), Hex(way.CodeKey!), "Olga N", "Ivanivna", "Nikolenko",
        ];
        Assert.All(lines, l => Assert.DoesNotContain(secrets, s => l.Details.Contains(s, StringComparison.OrdinalIgnoreCase)));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task WhatIsOver_IsRemoved_AndTheAuditKnows()
    {
        await using IssuerScene scene = await StartAsync();
        var people = new Members(scene);
        await people.JoinAsync("olga", AccessRoles.Officer);
        await people.Invite.RunAsync("operator", "petra", AccessRoles.Officer, null, default);
        var tidy = new TidyPeople(people.Store, scene.Notices, scene.Clock);

        await tidy.RunAsync(default);
        Assert.Equal(1, await scene.ReadAsync(d => d.Sessions.CountAsync()));
        Assert.NotEqual(0, await scene.ReadAsync(d => d.Notices.CountAsync()));
        scene.Clock.Now += TimeSpan.FromDays(31);
        await tidy.RunAsync(default);

        Assert.Equal(
            (0, 0, 0),
            await scene.ReadAsync(async d => (
                await d.Sessions.CountAsync(),
                await d.Invitations.CountAsync(),
                await d.Alerts.CountAsync(a => a.Kind == AlertKind.AccessChanged && a.ClearedAt == null))));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    private static Task<long> LinesAsync(IssuerScene scene) => scene.ReadAsync(async d => (await d.Heads.SingleAsync()).Sequence);

    private static async Task<Refusal> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Refusal;

    private static async Task<bool> InAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
