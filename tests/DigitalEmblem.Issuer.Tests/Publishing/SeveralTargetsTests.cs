using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Zones with several name servers, and name servers that are replaced. When these fail, a hospital is marked for some of the world only,
/// or a withdrawn emblem stays at a server that was forgotten.
/// </summary>
[Trait("Category", "Servers")]
public sealed class SeveralTargetsTests(TwoServers servers) : IClassFixture<TwoServers>
{
    private const string Administrator = "administrator";

    [Fact]
    public async Task EachTargetOfAZone_HasTheSet_AlsoOneAddedLater_AndAWithdrawalEmptiesAll()
    {
        const string Name = "both.society.example";
        await using PublishingScene scene = await StartAsync();
        Asset[] assets = await scene.PublishAsync(Name);
        Assert.Empty(await PublishingScene.HeldAsync(servers.Other.EndPoint, Name));

        PublicationTarget other = await AddAsync(scene, servers.Other);
        await scene.PublishDueAsync();
        await scene.RenewAsync(Name);
        await scene.PublishDueAsync();

        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(servers.One.EndPoint, Name));
        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(servers.Other.EndPoint, Name));
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAtAsync(Name, other.Id)).State);

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Empty(await PublishingScene.HeldAsync(servers.One.EndPoint, Name));
        Assert.Empty(await PublishingScene.HeldAsync(servers.Other.EndPoint, Name));
    }

    /// <summary>Issuer review, row 9: a publication knew only its present server, and the one before stayed marked.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnotherServer_TheOneBeforeIsCleaned_AlsoIfTheAssetIsWithdrawnFirst(bool withdrawnFirst)
    {
        string name = $"moved{withdrawnFirst}.society.example".ToLowerInvariant();
        await using PublishingScene scene = await StartAsync();
        Asset[] assets = await scene.PublishAsync(name);
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());

        await scene.SetTarget.ChangeAsync(Administrator, target.Id, null, servers.Other.EndPoint.ToString(), "other", 60, default);
        if (withdrawnFirst)
        {
            await scene.WithdrawAsync(assets[0]);
        }

        await scene.PublishDueAsync();

        Assert.Empty(await PublishingScene.HeldAsync(servers.One.EndPoint, name));
        Assert.Equal(
            withdrawnFirst ? [] : await scene.OursAsync(name), await PublishingScene.HeldAsync(servers.Other.EndPoint, name));
        Assert.Equal(2, await scene.Issuer.ReadAsync(d => d.Targets.CountAsync()));
        await PassLooksAsync(scene);
        Assert.Equal(target.Id, (await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id);
    }

    /// <summary>
    /// When this fails, people who withdraw read that caches are clear while they still show the emblem of the server before.
    /// </summary>
    [Fact]
    public async Task ServerThatIsLeft_CountsForHowLongCachesHold()
    {
        await using PublishingScene scene = await StartAsync();
        Guid[] ids = [(await scene.PublishAsync("cached.society.example"))[0].Id];
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());
        var follow = new FollowWithdrawals(scene.Issuer.Store, scene.Issuer.Clock);
        TimeSpan before = (await follow.ForeseeAsync(ids, default)).LongestTtl!.Value;
        Assert.True(before > TimeSpan.FromSeconds(31));

        await scene.SetTarget.ChangeAsync(Administrator, target.Id, null, servers.Other.EndPoint.ToString(), "other", 30, default);
        Assert.Equal(before, (await follow.ForeseeAsync(ids, default)).LongestTtl);

        // Its records are gone, and caches may hold them yet.
        await scene.PublishDueAsync();
        Assert.Equal(before, (await follow.ForeseeAsync(ids, default)).LongestTtl);
        scene.Issuer.Clock.Now += before;
        Assert.Equal(TimeSpan.FromSeconds(30), (await follow.ForeseeAsync(ids, default)).LongestTtl);
    }

    [Fact]
    public async Task BackToTheServerBefore_WhileItIsCleaned_EndsWithTheSetThere()
    {
        const string Name = "back.society.example";
        await using PublishingScene scene = await StartAsync();
        await scene.PublishAsync(Name);
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());

        await scene.SetTarget.ChangeAsync(Administrator, target.Id, null, servers.Other.EndPoint.ToString(), "other", 60, default);
        await scene.SetTarget.ChangeAsync(Administrator, target.Id, null, servers.One.EndPoint.ToString(), "key", 60, default);
        await scene.PublishDueAsync();

        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(servers.One.EndPoint, Name));
        Assert.Empty(await PublishingScene.HeldAsync(servers.Other.EndPoint, Name));
    }

    [Fact]
    public async Task TargetGivenUp_IsEmptiedFirst_AndThenGone()
    {
        const string Name = "given-up.society.example";
        await using PublishingScene scene = await StartAsync();
        PublicationTarget other = await AddAsync(scene, servers.Other);
        await scene.PublishAsync(Name);

        PublicationTarget? leaving = await scene.SetTarget.RemoveAsync(Administrator, other.Id, null, abandon: false, default);
        Assert.NotNull(leaving?.LeavingSince);
        await scene.PublishDueAsync();

        Assert.Empty(await PublishingScene.HeldAsync(servers.Other.EndPoint, Name));
        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(servers.One.EndPoint, Name));
        await PassLooksAsync(scene);
        Assert.Equal(1, await scene.Issuer.ReadAsync(d => d.Targets.CountAsync()));
        Assert.Equal(1, await scene.JournaledAsync("target.removed"));
    }

    [Fact]
    public async Task ServerThatIsGone_IsAbandoned_AndTheJournalTellsWhatMayRemain()
    {
        await using PublishingScene scene = await StartAsync();
        PublicationTarget other = await AddAsync(scene, servers.Other);
        await scene.PublishAsync("abandoned1.society.example", "abandoned2.society.example");

        Assert.Null(await scene.SetTarget.RemoveAsync(Administrator, other.Id, null, abandon: true, default));

        string details = await scene.Issuer.ReadAsync(
            d => d.Journal.Where(j => j.Action == "target.abandoned").Select(j => j.Details).SingleAsync());
        Assert.Contains("\"namesThatMayRemain\":2", details, StringComparison.Ordinal);
        Assert.Equal(1, await scene.Issuer.ReadAsync(d => d.Targets.CountAsync()));
    }

    [Fact]
    public async Task SamePlaceTwice_IsRefused()
    {
        await using PublishingScene scene = await StartAsync();

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(scene, servers.One));
        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
        Task<PublicationTarget> ByHandAsync() => scene.SetTarget.AddAsync(
            Administrator, TargetKind.ByHand, DomainName.Parse(UpdatableServer.Zone), null, null, 60, default);
        await ByHandAsync();
        refused = await Assert.ThrowsAsync<RefusedException>(ByHandAsync);
        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
    }

    /// <summary>A longer zone takes its names over from a shorter one, and the shorter one is emptied of them.</summary>
    [Fact]
    public async Task LongerZoneAddedLater_TakesItsNames()
    {
        const string Name = "www.open.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(servers.One.EndPoint, servers.One.KeyFile);
        scene.Options.TsigKeys["other"] = servers.Other.KeyFile;
        PublicationTarget shorter = await scene.TargetAsync("example", null, null);
        await scene.PublishAsync(Name);
        PublicationTarget longer = await scene.SetTarget.AddAsync(
            Administrator,
            TargetKind.DnsUpdate,
            DomainName.Parse(UpdatableServer.Open),
            servers.One.EndPoint.ToString(),
            null,
            60,
            default);
        await scene.PublishDueAsync();

        Assert.Equal((PublicationState.Seen, true), Of(await scene.PublicationAtAsync(Name, longer.Id)));
        Assert.False((await scene.PublicationAtAsync(Name, shorter.Id)).Wanted);
    }

    /// <summary>
    /// The must-show of a dead server among three: a removal at the others is seen while the dead one is still waited for.
    /// </summary>
    [Fact]
    public async Task ServerThatNeverAnswers_HoldsUpNoRemovalElsewhere()
    {
        using var silent = new HostileServer((_, _) => []);
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"beside-dead{i}.society.example")];
        await using PublishingScene scene = await StartAsync();
        await AddAsync(scene, servers.Other);
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();
        await scene.PublishDueAsync();
        PublicationTarget dead = await scene.TargetAsync(UpdatableServer.Zone, silent.EndPoint, "key");
        scene.Options.Timeout = TimeSpan.FromMinutes(1);
        await scene.Issuer.WithdrawAssets.RunAsync(
            IssuerScene.Officer, await scene.Issuer.ReadAsync(d => d.Assets.Select(a => a.Id).ToListAsync()), default);
        await scene.Issuer.Store.ChangeAsync(
            "test",
            async c =>
            {
                foreach (Asset asset in await c.Database.Assets.ToListAsync())
                {
                    var publication = Publication.Create(asset, dead, c.Now);
                    publication.Want(emblem: false, c.Now);
                    c.Database.Add(publication);
                }
            },
            default);
        using var stop = new CancellationTokenSource();
        int seen = 0;
        while (seen < 40)
        {
            await scene.PublishSets.RemoveAsync(TimeSpan.FromMilliseconds(50), stop.Token);
            seen = await scene.Issuer.ReadAsync(
                d => d.Publications.CountAsync(p => p.State == PublicationState.Seen && p.Place != dead.Place));
        }

        // No name of the dead server was given up meanwhile: its only lane still waits.
        List<Publication> waiting = await scene.Issuer.ReadAsync(d => d.Publications.Where(p => p.Place == dead.Place).ToListAsync());
        Assert.All(waiting, p => Assert.Equal((PublicationState.Due, 0), (p.State, p.Attempts)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.PublishSets.RunAsync(stop.Token));
    }

    private static (PublicationState, bool) Of(Publication publication) => (publication.State, publication.Wanted);

    /// <summary>Takes all looks that follow a change.</summary>
    private static async Task PassLooksAsync(PublishingScene scene)
    {
        foreach (TimeSpan pause in Publication.LookPauses)
        {
            scene.Issuer.Clock.Now += pause;
            await scene.LookAgain.RunAsync(default);
        }

        await scene.PublishSets.RunAsync(default);
    }

    private static Task<PublicationTarget> AddAsync(PublishingScene scene, UpdatableServer server) => scene.SetTarget.AddAsync(
        Administrator, TargetKind.DnsUpdate, DomainName.Parse(UpdatableServer.Zone), server.EndPoint.ToString(), "other", 60, default);

    private async Task<PublishingScene> StartAsync()
    {
        PublishingScene scene = await PublishingScene.StartAsync(servers.One);
        scene.Options.TsigKeys["other"] = servers.Other.KeyFile;
        return scene;
    }
}
