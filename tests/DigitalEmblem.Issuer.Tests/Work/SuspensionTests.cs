using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Keys that are suspended. When these fail, a key that may be in other hands goes on signing in the organization's name, or an officer
/// who stops it takes away valid emblems, or cannot undo it.
/// </summary>
public class SuspensionTests
{
    private const string Name = "www.society.example";

    private static readonly SigningKey Elsewhere = TestKeys.Of(SignatureAlgorithm.ES384);

    [Fact]
    public async Task SuspendedEmblemKey_IssuesNothing_ItsSetsStay_AndItGoesOnOnceItIsResumed()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey key = await scene.InUseAsync(KeyUse.Emblem);
        IssuedEmblem emblem = await scene.ReadAsync(d => d.Emblems.SingleAsync());

        (_, SuspensionEffect effect) = await scene.SuspendKey.RunAsync(IssuerScene.Officer, key.Id, null, "a laptop is missing", default);
        Assert.Equal((1, emblem.Expires, emblem.Expires), (effect.InForce, effect.FirstEnds!.Value, effect.LastEnds!.Value));
        scene.Clock.Now += TimeSpan.FromHours(20);
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        Assert.Equal(0, await scene.AnotherInstance().RunAsync(default));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
        await RequireTheAlertAsync(scene, key, emblem.Expires);
        Assert.DoesNotContain(await ReadinessAsync(scene), f => f.Contains(key.Identifier, StringComparison.Ordinal));

        await scene.ResumeKey.RunAsync("administrator", key.Id, null, "it was found", default);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
        Assert.Empty(await FindingsAsync(scene));
        Assert.Equal(
            ["key.suspended a laptop is missing", "key.resumed it was found"],
            (await scene.ReadAsync(d => d.Journal.Where(e => e.Action == "key.suspended" || e.Action == "key.resumed")
                .OrderBy(e => e.Sequence).ToListAsync()))
                .Select(e => $"{e.Action} {System.Text.Json.Nodes.JsonNode.Parse(e.Details)!["reason"]}"));
    }

    /// <summary>Each act in which a key signs: the key is suspended, by another instance, after the act has looked at it.</summary>
    [Theory]
    [InlineData("emblem")]
    [InlineData("own endorsement")]
    [InlineData("request")]
    [InlineData("roll")]
    [InlineData("authority's endorsement")]
    public async Task KeySuspendedWhileItSigns_NothingByItIsRecorded(string act)
    {
        await using Pair pair = await Pair.StartAsync();
        IssuerScene scene = act == "authority's endorsement" ? pair.Ministry : pair.Society;
        Application? approved = act == "authority's endorsement" ? await ApprovedAsync(pair) : null;
        OrganizationKey key = act == "roll" ? await scene.NextRootAsync()
            : await scene.InUseAsync(act == "emblem" ? KeyUse.Emblem : KeyUse.Root);
        if (act == "roll")
        {
            await scene.CommitAsync(key);
        }
        else if (act != "authority's endorsement")
        {
            await scene.MarkedAsync(Name);
        }

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        int before = await RecordedAsync(scene);
        var keys = new SlowKeys(
            new RingKeys(scene.Ring), () => scene.SuspendKey.RunAsync(IssuerScene.Officer, key.Id, null, "a doubt", default));
        Task Act() => act switch
        {
            "emblem" => new IssueEmblems(scene.Store, keys, scene.Issuing, Instance.New(), scene.Clock).RunAsync(default),
            "own endorsement" => EndorseAsync(scene, keys),
            "request" => new AskForEndorsement(scene.Store, keys, scene.Clock).RunAsync(
                "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, default),
            "roll" => new RollRoot(scene.Store, keys, scene.Ring, scene.Issuing, scene.Clock).RunAsync(
                "administrator", key.Id, null, [], default),
            _ => new EndorseApplicant(scene.Store, keys, scene.Clock).RunAsync("anna", approved!.Id, default),
        };

        Exception? refused = await Record.ExceptionAsync(Act);

        // The issuing of emblems is the service's own act: it postpones what is refused.
        Assert.True(act == "emblem" ? refused is null : refused is RefusedException { Refusal: Refusal.WrongState }, refused?.ToString());
        Assert.Equal(before, await RecordedAsync(scene));
    }

    [Fact]
    public async Task SuspendedKey_IsNotRolledRetiredOrEndorsed_AndSaysWhatToDo()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey emblemKey = await scene.InUseAsync(KeyUse.Emblem), root = await scene.InUseAsync(KeyUse.Root);
        OrganizationKey next = await scene.NextRootAsync();
        await scene.CommitAsync(next);
        OrganizationKey another = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, KeyCustody.File, default);
        await scene.SuspendKey.RunAsync(IssuerScene.Officer, emblemKey.Id, null, "a doubt", default);

        await RequireRefusedAsync(emblemKey, () => scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default));
        await RequireRefusedAsync(emblemKey, () => scene.EndorseKey.RunAsync("administrator", another.Id, Purposes.All, default));
        await RequireRefusedAsync(emblemKey, () => scene.RetireKey.RunAsync("administrator", emblemKey.Id, null, default));
        await RequireRefusedAsync(emblemKey, () => scene.RollRoot.RunAsync("administrator", next.Id, null, [], default));
        await scene.ResumeKey.RunAsync("administrator", emblemKey.Id, null, "no doubt", default);
        await scene.SuspendKey.RunAsync(IssuerScene.Officer, root.Id, null, "a doubt", default);
        await RequireRefusedAsync(root, () => scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default));
        await RequireRefusedAsync(root, () => scene.RollRoot.RunAsync("administrator", next.Id, null, [], default));
        await RequireRefusedAsync(root, () => scene.SuspendKey.RunAsync(IssuerScene.Officer, root.Id, null, "again", default));

        // Emblems go on under the endorsement in force.
        scene.Clock.Now += TimeSpan.FromHours(20);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
    }

    [Fact]
    public async Task AnswerOfASuspendedRootKeyElsewhere_IsRefused_UntilItIsResumed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        OrganizationKey root = await scene.RegisterOfflineKey.RunAsync("administrator", Elsewhere.PublicKey, default);
        await scene.CommitAsync(root);
        OrganizationKey emblemKey = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        (_, PendingSigning? asked) = await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);
        await scene.SuspendKey.RunAsync(IssuerScene.Officer, root.Id, null, "a doubt", default);

        await RequireRefusedAsync(root, () => scene.AnswerAsync(asked!, Elsewhere));
        await RequireRefusedAsync(root, () => scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default));

        await scene.ResumeKey.RunAsync("administrator", root.Id, null, "no doubt", default);
        await scene.AnswerAsync(asked!, Elsewhere);
        Assert.Equal(KeyState.Active, (await scene.KeyAsync(emblemKey.Id)).State);
    }

    private static async Task<IssuerScene> MarkedAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync(Name);
        await scene.IssueEmblems.RunAsync(default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        return scene;
    }

    private static async Task<Application> ApprovedAsync(Pair pair)
    {
        Application application = await pair.AskAsync(Purposes.Protective);
        foreach (string approver in new[] { "anna", "ben" })
        {
            await pair.Ministry.DecideApplication.ApproveAsync(
                approver, application.Id, null, Purposes.Protective, TimeSpan.FromDays(60), default);
        }

        return application;
    }

    private static async Task EndorseAsync(IssuerScene scene, SlowKeys keys) =>
        await new EndorseKey(scene.Store, keys, scene.Issuing, scene.Clock).RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Emblem)).Id, Purposes.All, default);

    /// <summary>How many signed things the database has.</summary>
    private static Task<int> RecordedAsync(IssuerScene scene) => scene.ReadAsync(async d =>
        await d.Emblems.CountAsync() + await d.Endorsements.CountAsync() + await d.SentRequests.CountAsync()
            + await d.Register.CountAsync());

    private static async Task RequireRefusedAsync(OrganizationKey key, Func<Task> act)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(act);
        Assert.Equal(Refusal.WrongState, refused.Refusal);
        Assert.Contains(key.Identifier, refused.Message, StringComparison.Ordinal);
        Assert.Contains("suspended", refused.Message, StringComparison.Ordinal);
    }

    private static async Task RequireTheAlertAsync(IssuerScene scene, OrganizationKey key, DateTimeOffset end)
    {
        Alert alert = await scene.ReadAsync(d => d.Alerts.SingleAsync());
        Assert.Equal((AlertKind.KeySuspended, key.Identifier), (alert.Kind, alert.Subject));
        Assert.True(await scene.ReadAsync(d => d.Notices.AnyAsync(n => n.GroupId == alert.RaisedIn)));
        Assert.Contains(
            $"ends in {(end - scene.Clock.Now).TotalHours:0} hours",
            Assert.Single(await FindingsAsync(scene)).Text.ToString(),
            StringComparison.Ordinal);
    }

    private static async Task<AlertFinding[]> FindingsAsync(IssuerScene scene) =>
        [
            .. (await new OwnWatch(scene.Store, new WatchingOptions(), scene.Clock).OfTheRestAsync(default))
                .Where(f => f.Kind == AlertKind.KeySuspended),
        ];

    private static async Task<IReadOnlyList<string>> ReadinessAsync(IssuerScene scene)
    {
        var health = new WorkHealth
        {
            KeyFault = (await new IssueEmblems(
                scene.Store, new RingKeys(scene.Ring), scene.Issuing, Instance.New(), scene.Clock).KeyFaultAsync(default))?.ToString(),
        };
        using var readiness = new Readiness(scene.Contexts, scene.Store, health, scene.Clock);
        return await readiness.FaultsAsync(default);
    }
}
