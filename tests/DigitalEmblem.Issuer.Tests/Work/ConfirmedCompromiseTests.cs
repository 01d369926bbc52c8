using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Who can end a key, and how. When these fail, one officer alone, or one who has an officer's access, ends all emblems of the
/// organization (issuer review, row 4), or a stolen key stays in force because the second person is asleep.
/// </summary>
public class ConfirmedCompromiseTests
{
    private const string Name = "www.society.example", Other = "mail.society.example";

    [Fact]
    public async Task OnePerson_SuspendsTheKey_AndEndsNothing_UntilAnotherPersonConfirms()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey key = await scene.InUseAsync(KeyUse.Root);

        KeyCompromise declared = await DeclareAsync(scene, key);
        Assert.Equal(CompromiseStep.Declared, declared.Step);
        OrganizationKey suspended = await scene.KeyAsync(key.Id);
        Assert.Equal((KeyState.Active, scene.Clock.Now), (suspended.State, suspended.SuspendedAt!.Value));
        Assert.True(await scene.ReadAsync(d => d.Endorsements.AnyAsync(e => e.State == EndorsementState.Current)));
        foreach (string same in new[] { "officer", "Officer" })
        {
            Assert.Equal(Refusal.SamePerson, (await Assert.ThrowsAsync<RefusedException>(
                () => scene.ConfirmCompromise.RunAsync(same, declared.Id, null, default))).Refusal);
        }

        KeyCompromise confirmed = await scene.ConfirmCompromise.RunAsync("administrator", declared.Id, null, default);

        Assert.Equal((CompromiseStep.Stopped, "administrator"), (confirmed.Step, confirmed.ConfirmedBy));
        Assert.Equal(KeyState.Compromised, (await scene.KeyAsync(key.Id)).State);
        Assert.False(await scene.ReadAsync(d => d.Endorsements.AnyAsync(e => e.State == EndorsementState.Current)));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
        Assert.Equal(
            ["compromise.declared officer", "key.suspended officer", "compromise.confirmed administrator", "key.compromised administrator"],
            await JournalAsync(scene));
    }

    [Fact]
    public async Task NobodyConfirms_PeopleAreToldAtOnce_AndTheServiceCarriesOnInTime()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey key = await scene.InUseAsync(KeyUse.Emblem);

        KeyCompromise declared = await DeclareAsync(scene, key);
        Alert alert = await scene.ReadAsync(d => d.Alerts.SingleAsync(a => a.Kind == AlertKind.CompromiseDeclared));
        Assert.Equal(key.Identifier, alert.Subject);
        Assert.Contains("take it back before that", alert.Text.ToString(), StringComparison.Ordinal);
        Assert.True(await scene.ReadAsync(d => d.Notices.AnyAsync(n => n.GroupId == alert.RaisedIn)));
        scene.Clock.Now = declared.GoesOnAt - TimeSpan.FromSeconds(1);
        await FollowAsync(scene);
        Assert.Equal(CompromiseStep.Declared, (await CompromiseAsync(scene, declared)).Step);

        scene.Clock.Now = declared.GoesOnAt;
        await FollowAsync(scene);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);

        KeyCompromise ended = await CompromiseAsync(scene, declared);
        Assert.Equal((CompromiseStep.Republished, null), (ended.Step, ended.ConfirmedBy));
        Assert.Contains("compromise.confirmed service", await JournalAsync(scene));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
    }

    [Fact]
    public async Task TakenBack_TheKeyStaysSuspended_UntilItIsResumed()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey key = await scene.InUseAsync(KeyUse.Emblem);
        KeyCompromise declared = await DeclareAsync(scene, key);

        RefusedException early = await Assert.ThrowsAsync<RefusedException>(
            () => scene.ResumeKey.RunAsync("administrator", key.Id, null, "found", default));
        Assert.Contains("take that back first", early.Message, StringComparison.Ordinal);
        await scene.TakeBackCompromise.RunAsync("second officer", declared.Id, null, "found", default);
        scene.Clock.Now += TimeSpan.FromDays(1);
        await FollowAsync(scene);
        Assert.NotNull((await scene.KeyAsync(key.Id)).SuspendedAt);
        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(
            () => scene.ConfirmCompromise.RunAsync("administrator", declared.Id, null, default))).Refusal);

        await scene.ResumeKey.RunAsync("administrator", key.Id, null, "found", default);
        Assert.Equal(2, await scene.IssueEmblems.RunAsync(default));
        // It can be declared again, and people are told again, although no round of watching came between.
        Assert.Equal(CompromiseStep.Declared, (await DeclareAsync(scene, key)).Step);
        List<Alert> alerts = await scene.ReadAsync(d => d.Alerts.Where(a => a.Kind == AlertKind.CompromiseDeclared)
            .OrderBy(a => a.Id).ToListAsync());
        Assert.Equal([false, true], alerts.Select(a => a.ClearedAt is null));
        Assert.NotEqual(alerts[0].RaisedIn, alerts[1].RaisedIn);
    }

    [Fact]
    public async Task AssetsThatCannotBeIssuedAnew_AreNamed_AndWithdrawnByAnotherPersonsDecision()
    {
        await using IssuerScene scene = await MarkedAsync();
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await FollowAsync(scene);
        KeyCompromise waits = await CompromiseAsync(scene, compromise);
        Assert.Contains($"{Other}, {Name}", waits.WaitsFor!.ToString(), StringComparison.Ordinal);
        Assert.Contains("decide to withdraw or leave them", waits.WaitsFor!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Refusal.SamePerson, (await Assert.ThrowsAsync<RefusedException>(
            () => DecideAsync(scene, compromise, IssuerScene.Officer, CompromiseDecision.Withdraw))).Refusal);

        // One of them by name, then the rest.
        await DecideAsync(scene, compromise, "second officer", CompromiseDecision.Withdraw, Other);
        await FollowAsync(scene);
        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync(Other)).State);
        Assert.Equal(AssetState.Marked, (await scene.AssetAsync(Name)).State);
        Assert.Equal(CompromiseStep.NewKey, (await CompromiseAsync(scene, compromise)).Step);
        await DecideAsync(scene, compromise, "second officer", CompromiseDecision.Withdraw);
        await FollowAsync(scene);

        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync(Name)).State);
        Assert.Equal(CompromiseStep.Republished, (await CompromiseAsync(scene, compromise)).Step);
        Assert.Equal(2, (await JournalAsync(scene)).Count(j => j == "compromise.decided second officer"));
    }

    [Fact]
    public async Task AssetsThatAreLeft_StayAsTheyAre_AndTheCompromiseEnds()
    {
        await using IssuerScene scene = await MarkedAsync();
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await FollowAsync(scene);

        await DecideAsync(scene, compromise, IssuerScene.Officer, CompromiseDecision.Leave, Name);
        await DecideAsync(scene, compromise, "second officer", CompromiseDecision.Withdraw, Other);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Left, (await CompromiseAsync(scene, compromise)).Step);
        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync(Other)).State);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
    }

    /// <summary>A name server that is gone for ever must not keep a compromise open for ever.</summary>
    [Fact]
    public async Task NamesThatCannotBePublished_AreNamed_AndAreLeftByDecision()
    {
        await using IssuerScene scene = await MarkedAsync();
        await scene.Store.ChangeAsync(
            "administrator",
            change =>
            {
                change.Database.Add(PublicationTarget.Create(
                    TargetKind.DnsUpdate, DomainName.Parse("society.example"), "127.0.0.1:9", null, 300, change.Now));
                return Task.CompletedTask;
            },
            default);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Emblem)).Id);
        await FollowAsync(scene);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);
        Assert.Equal(
            (CompromiseStep.Reissued, null),
            ((await CompromiseAsync(scene, compromise)).Step, (await CompromiseAsync(scene, compromise)).WaitsFor));
        scene.Clock.Now += TimeSpan.FromMinutes(11);
        await FollowAsync(scene);
        Assert.Contains(Other, (await CompromiseAsync(scene, compromise)).WaitsFor!.ToString(), StringComparison.Ordinal);

        await DecideAsync(scene, compromise, IssuerScene.Officer, CompromiseDecision.Leave, Name, Other);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Left, (await CompromiseAsync(scene, compromise)).Step);
    }

    /// <summary>decisions.md, 32: the binding certificate is revoked too; the service says which, and keeps that it was done.</summary>
    [Fact]
    public async Task CompromiseOfARootKey_NamesItsCertificates_AndNotesThatTheyWereRevoked()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        string chain = (await scene.ReadAsync(d => CommitmentInUse.FindAsync(d, root.Id, default)))!.ChainPem!;
        string serial = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(chain).SerialNumber;
        KeyCompromise compromise = await scene.CompromisedAsync(root.Id);

        BoundCertificate bound = Assert.Single(
            await scene.ReadAsync(d => BoundCertificate.OfAsync(d, root.Id, scene.Clock.Now, default)));
        Assert.Equal(serial, bound.Serial);
        Assert.NotEmpty(bound.Logs);
        Assert.Contains("keycompromise", bound.Next, StringComparison.Ordinal);
        await new NoteCertificateRevoked(scene.Store).RunAsync("officer", compromise.Id, null, "by telephone", default);

        Assert.Equal("officer", (await CompromiseAsync(scene, compromise)).CertificateRevokedBy);
        KeyCompromise other = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Emblem)).Id);
        await Assert.ThrowsAsync<RefusedException>(
            () => new NoteCertificateRevoked(scene.Store).RunAsync("officer", other.Id, null, "none", default));
    }

    private static async Task<IssuerScene> MarkedAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync(Name);
        await scene.MarkedAsync(Other);
        await scene.IssueEmblems.RunAsync(default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        return scene;
    }

    private static Task<KeyCompromise> DeclareAsync(IssuerScene scene, OrganizationKey key) =>
        scene.DeclareCompromise.RunAsync(IssuerScene.Officer, key.Id, null, "the laptop was stolen", default);

    private static async Task DecideAsync(
        IssuerScene scene, KeyCompromise compromise, string by, CompromiseDecision decision, params string[] names)
    {
        var assets = new List<Guid>();
        foreach (string name in names)
        {
            assets.Add((await scene.AssetAsync(name)).Id);
        }

        await scene.DecideCompromise.RunAsync(
            by, compromise.Id, null, names.Length == 0 ? null : assets, decision, "it takes too long", default);
    }

    private static async Task FollowAsync(IssuerScene scene)
    {
        for (int step = 0; step < 5; step++)
        {
            await scene.FollowUpCompromises.RunAsync(default);
        }
    }

    private static Task<KeyCompromise> CompromiseAsync(IssuerScene scene, KeyCompromise compromise) =>
        scene.ReadAsync(d => d.Compromises.SingleAsync(c => c.Id == compromise.Id));

    private static Task<IReadOnlyList<string>> JournalAsync(IssuerScene scene) => NamesInLines.ReadAsync(
        scene,
        e => e.Action is "key.suspended" or "key.compromised" or "compromise.declared" or "compromise.confirmed" or "compromise.decided",
        e => $"{e.Action} {e.Actor}");
}
