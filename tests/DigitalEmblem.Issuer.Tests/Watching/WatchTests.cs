using System.Net;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>
/// Names of ours as the world sees them. When these fail, an emblem is gone, or a false one is there, and nobody learns of it.
/// </summary>
[Trait("Category", "Servers")]
public sealed class WatchTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task EverythingInOrder_RaisesNothing()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset[] assets = await scene.Publishing.PublishAsync("good.society.example", "withdrawn.society.example");
        await scene.Publishing.WithdrawAsync(assets[1]);
        await scene.Publishing.PublishDueAsync();
        await scene.Publishing.Issuer.ListedAsync("listed.society.example");

        await scene.RoundAsync();
        await scene.RoundAsync();

        Assert.Empty(await scene.AlertsAsync());
    }

    /// <summary>
    /// Restored from an old copy, the server has lost the emblem: it is told once, published again, and told once that it is over.
    /// </summary>
    [Fact]
    public async Task ServerThatLostIt_IsNoticed_AndItIsPublishedAgain()
    {
        var own = new UpdatableServer();
        await own.InitializeAsync();
        try
        {
            await using var scene = new WatchScene(await PublishingScene.StartAsync(own));
            await scene.Publishing.PublishAsync("lost.society.example");
            own.Stop();
            own.ForgetUpdates(UpdatableServer.Zone);
            await own.StartAsync();
            Assert.Empty(await PublishingScene.HeldAsync(own.EndPoint, "lost.society.example"));

            await scene.RoundAsync();
            Assert.Equal(["Missing lost.society.example"], await scene.OpenAsync());
            await scene.Publishing.PublishDueAsync();
            Assert.Equal(VerdictOutcome.Marked, (await scene.Publishing.CheckAsync(own.EndPoint, "lost.society.example")).Outcome);

            await scene.RoundAsync();
            await scene.RoundAsync();
            Assert.Empty(await scene.OpenAsync());
            Alert alert = Assert.Single(await scene.AlertsAsync());
            Assert.NotNull(alert.ClearedAt);
            Assert.Equal(
                (1, 1), (await scene.Publishing.JournaledAsync("alerts.raised"), await scene.Publishing.JournaledAsync("alerts.cleared")));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task SetReplacedBySomeoneElse_IsNoticed_AndOursPutBack()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.Publishing.PublishAsync("altered.society.example");
        bind.Nsupdate("zone society.example\nupdate add altered.society.example 60 TYPE65297 \\# 1 03\nsend\n", "-k", bind.KeyFile);

        await scene.RoundAsync();
        Assert.Equal(["Altered altered.society.example"], await scene.OpenAsync());
        await scene.Publishing.PublishDueAsync();
        Assert.Equal(
            await scene.Publishing.OursAsync("altered.society.example"),
            await PublishingScene.HeldAsync(bind.EndPoint, "altered.society.example"));
        await scene.RoundAsync();
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task WithdrawnEmblemThatComesBack_IsNoticed_AndRemovedAgain()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset[] assets = await scene.Publishing.PublishAsync("back.society.example");
        string[] ours = await scene.Publishing.OursAsync("back.society.example");
        await scene.Publishing.WithdrawAsync(assets[0]);
        await scene.Publishing.PublishDueAsync();
        string updates = string.Concat(ours.Select(r => $"update add back.society.example 60 TYPE65297 \\# {r.Length / 2} {r}\n"));
        bind.Nsupdate($"zone society.example\n{updates}send\n", "-k", bind.KeyFile);

        await scene.RoundAsync();
        Assert.Equal(["WithdrawnIsThere back.society.example"], await scene.OpenAsync());
        await scene.Publishing.PublishDueAsync();
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, "back.society.example"));
        await scene.RoundAsync();
        Assert.Empty(await scene.OpenAsync());
    }

    /// <summary>Names that have no emblem from us, and show one: what is not ours is told, and never touched.</summary>
    [Fact]
    public async Task UnknownEmblemAtAListedName_IsNoticed_AndLeftThere()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.Publishing.Issuer.ListedAsync("strange.society.example");
        bind.Nsupdate("zone society.example\nupdate add strange.society.example 60 TYPE65297 \\# 1 03\nsend\n", "-k", bind.KeyFile);

        await scene.RoundAsync();

        Assert.Equal(["UnknownEmblem strange.society.example"], await scene.OpenAsync());
        await scene.Publishing.PublishDueAsync();
        Assert.Equal(["03"], await PublishingScene.HeldAsync(bind.EndPoint, "strange.society.example"));
    }

    /// <summary>Nothing of data is in the DNS: the database alone shows that their sign is late.</summary>
    [Fact]
    public async Task DataThatGetNoSign_AreTold_UntilTheyAreWithdrawn()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        IssuerScene issuer = scene.Publishing.Issuer;
        DataRoot good = DataRoot.FromBytes(new byte[DataRoot.Length]), late = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, 32)]);
        await issuer.MarkedDataAsync(good);
        await issuer.MarkedDataAsync(late, Purposes.CulturalProperty);
        await issuer.IssueEmblems.RunAsync(default);

        // The next try is due in a minute, and that it is late is told a minute after.
        await scene.RoundAsync();
        await scene.RoundAsync();
        Assert.Equal([$"NotRenewed {late}"], await scene.OpenAsync());
        await issuer.ActOnData.WithdrawAsync(IssuerScene.Officer, late, null, default);
        await scene.RoundAsync();
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task ForeignTxtTokenAtAMarkedName_IsNoticed()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.Publishing.PublishAsync("txt.society.example");
        bind.Nsupdate(
            "zone society.example\nupdate add txt.society.example 60 TXT \"adem-token=eyJ.e30.AA\"\n"
                + "update add txt.society.example 60 TXT \"v=spf1 -all\"\nsend\n",
            "-k",
            bind.KeyFile);

        await scene.RoundAsync();

        Assert.Equal(["UnknownEmblem txt.society.example"], await scene.OpenAsync());
    }

    /// <summary>
    /// The resolver is down, so nothing is known: that is told by itself, and it neither raises nor clears what was known of the names.
    /// </summary>
    [Fact]
    public async Task ResolverDown_IsItsOwnAlert_AndClearsAndRaisesNoOther()
    {
        var world = new UpdatableServer();
        await world.InitializeAsync();
        try
        {
            await using var scene = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile, world.EndPoint));
            await scene.Publishing.TargetAsync(UpdatableServer.Zone, bind.EndPoint, "key");
            await scene.Publishing.Issuer.ListedAsync("known.society.example");
            await scene.Publishing.PublishAsync("dark.society.example");
            world.Nsupdate("zone society.example\nupdate add known.society.example 60 TYPE65297 \\# 1 03\nsend\n", "-k", world.KeyFile);
            await scene.RoundAsync();
            Assert.Equal(["UnknownEmblem known.society.example"], await scene.OpenAsync());

            world.Stop();
            await scene.RoundAsync();
            Assert.Equal([$"CouldNotLook the resolver {world.EndPoint}", "UnknownEmblem known.society.example"], await scene.OpenAsync());
            await world.StartAsync();
            await scene.RoundAsync();
            Assert.Equal(["UnknownEmblem known.society.example"], await scene.OpenAsync());
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    /// <summary>
    /// The name server has the emblem, and who asks in the world does not see it: after a while that is no cache any more.
    /// </summary>
    [Fact]
    public async Task WorldThatDoesNotSeeWhatTheServerHolds_IsNoticedOnceCachesAreClear()
    {
        var world = new UpdatableServer();
        await world.InitializeAsync();
        try
        {
            await using var scene = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile, world.EndPoint));
            await scene.Publishing.TargetAsync(UpdatableServer.Zone, bind.EndPoint, "key");
            await scene.Publishing.PublishAsync("unseen.society.example");
            await scene.RoundAsync();
            Assert.Empty(await scene.OpenAsync());

            scene.Clock.Now += TimeSpan.FromMinutes(15);
            await scene.RoundAsync();
            Assert.Equal(["Missing unseen.society.example"], await scene.OpenAsync());
            Assert.Contains(
                "The zone's name server holds it, and the resolver does not show it",
                (await scene.AlertsAsync())[0].Text.ToString(),
                StringComparison.Ordinal);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task NameServerDown_IsToldForTheZone_NotForEachName()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile));
        await scene.Publishing.TargetAsync(UpdatableServer.Zone, new IPEndPoint(IPAddress.Loopback, LoopbackPorts.Free()), "key");
        await scene.Publishing.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 50).Select(i => $"zone{i}.society.example")]);
        await scene.Publishing.IssueAsync();
        await scene.Publishing.PublishDueAsync();

        await scene.RoundAsync();

        string[] open = await scene.OpenAsync();
        Assert.Equal(2, open.Length);
        Assert.StartsWith("CouldNotLook the name server 127.0.0.1:", open[0], StringComparison.Ordinal);
        Assert.Equal("NotPublished society.example", open[1]);
        Assert.Contains(
            "50 emblems are not in the DNS",
            (await scene.AlertsAsync()).Single(a => a.Kind == AlertKind.NotPublished).Text.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task MarkedNameThatNoTargetHolds_IsTold()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, null));
        await scene.Publishing.PublishAsync("nowhere.society.example");

        await scene.RoundAsync();

        Assert.Equal(["NotPublished no target"], await scene.OpenAsync());
    }

    [Fact]
    public async Task EmblemNotRenewedInTime_AndEndsThatComeNear_AreTold_NearerOnceMore()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, null));
        await scene.Publishing.TargetAsync(UpdatableServer.Zone, null, null);
        await scene.Publishing.PublishAsync("late.society.example");
        scene.Clock.Now += TimeSpan.FromHours(21);
        await scene.RoundAsync();
        Assert.Contains("NotRenewed late.society.example", await scene.OpenAsync());

        scene.Clock.Now += TimeSpan.FromDays(336);
        await scene.RoundAsync();
        Alert thirty = (await scene.AlertsAsync()).Single(a => a.Kind == AlertKind.DeclarationEnding);
        Assert.Equal(30, thirty.DaysLeft);
        Assert.Contains((await scene.AlertsAsync()).Where(a => a.ClearedAt is null), a => a.Kind == AlertKind.EndorsementExpiring);

        scene.Clock.Now += TimeSpan.FromDays(22);
        await scene.RoundAsync();
        Alert seven = (await scene.AlertsAsync()).Single(a => a.Kind == AlertKind.DeclarationEnding);
        Assert.Equal((7, thirty.Id), (seven.DaysLeft, seven.Id));
        Assert.NotEqual(thirty.RaisedIn, seven.RaisedIn);

        RootCommitment commitment = await scene.Publishing.Issuer.ReadAsync(d => d.Commitments.SingleAsync());
        scene.Clock.Now = commitment.CertificateExpires!.Value - TimeSpan.FromDays(6);
        await scene.RoundAsync();
        Assert.Equal(7, (await scene.AlertsAsync()).Single(a => a.Kind == AlertKind.CertificateExpiring).DaysLeft);
    }

    /// <summary>
    /// Declared anew after a year, a name has to be shown to be ours again: by our own update where that is possible, else a person is
    /// told.
    /// </summary>
    [Fact]
    public async Task DeclaredAnew_ControlIsShownAgain_OrToldThatItIsNot()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.Publishing.TargetAsync(UpdatableServer.Closed, null, null);
        Asset[] assets = await scene.Publishing.PublishAsync("again.society.example", "again.closed.example");
        DateTimeOffset yearAgo = scene.Clock.Now - TimeSpan.FromDays(360);
        await scene.Publishing.Issuer.Store.ChangeAsync(
            "test", async c => (await c.Database.Assets.ToListAsync()).ForEach(a => a.ProveControl(yearAgo)), default);

        await scene.RoundAsync();

        Assert.Equal(["ControlNotShown again.closed.example", "NotPublished closed.example"], await scene.OpenAsync());
        Assert.Equal(scene.Clock.Now, (await scene.Publishing.Issuer.AssetAsync("again.society.example")).ControlProvenAt);
        Assert.Equal(AssetState.Marked, (await scene.Publishing.Issuer.AssetAsync("again.closed.example")).State);
    }

    /// <summary>A name that is being replaced while it is looked at is no alert: what seems wrong is looked at twice.</summary>
    [Fact]
    public async Task WhatIsWrongForOneLookOnly_IsNotTold()
    {
        int asked = 0;
        using var resolver = new HostileServer((query, _) =>
        {
            int end = 12;
            while (query[end] != 0)
            {
                end += query[end] + 1;
            }

            bool isIhle = query[end + 1] == 255 && query[end + 2] == 17;
            bool isStrange = isIhle && Interlocked.Increment(ref asked) == 1;
            byte[] record = isStrange ? [0xc0, 12, 255, 17, 0, 1, 0, 0, 0, 60, 0, 1, 3] : [];
            return [[.. query[..2], 0x84, 0, 0, 1, 0, (byte)(isStrange ? 1 : 0), 0, 0, 0, 0, .. query[12..(end + 5)], .. record]];
        });
        await using var scene = new WatchScene(await PublishingScene.StartAsync(resolver.EndPoint, null));
        await scene.Publishing.Issuer.ListedAsync("moment.society.example");

        await scene.RoundAsync();

        Assert.Equal(2, asked);
        Assert.Empty(await scene.AlertsAsync());
    }

    [Fact]
    public async Task TwoInstances_MakeOneRound()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        await scene.RoundAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            scene.Clock.Now -= TimeSpan.FromSeconds(40);
            await scene.RoundAsync();
        });
    }
}
