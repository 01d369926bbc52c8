using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>
/// What the service says that the world sees. When these fail, a page says that an emblem is seen which is gone, or that it is gone where
/// nobody could look.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ObservationTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Rounds_WriteWhatChanged_AndKeepWhenTheyLookedLast()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset asset = (await scene.Publishing.PublishAsync("seen.society.example"))[0];
        Assert.Empty(await FindAsync(scene, asset));

        await scene.RoundAsync();
        ObservedName first = Assert.Single(await FindAsync(scene, asset));
        Assert.Equal((WorldSees.OurEmblem, scene.Clock.Now), (first.Observation.Sees, first.LookedAt));
        Assert.Equal(WorldSees.OurEmblem, (await scene.Publishing.Issuer.AssetAsync("seen.society.example")).World);
        Assert.Equal((await scene.Publishing.Issuer.AssetAsync("seen.society.example")).EmblemUntil, first.Observation.Until);

        await scene.RoundAsync();
        ObservedName second = Assert.Single(await FindAsync(scene, asset));
        Assert.Equal((first.Observation.Version, first.Observation.Since), (second.Observation.Version, second.Observation.Since));
        Assert.Equal(scene.Clock.Now, second.LookedAt);

        bind.Nsupdate("zone society.example\nupdate delete seen.society.example TYPE65297\nsend\n", "-k", bind.KeyFile);
        await scene.RoundAsync();
        ObservedName third = Assert.Single(await FindAsync(scene, asset));
        Assert.Equal((WorldSees.Nothing, scene.Clock.Now), (third.Observation.Sees, third.Observation.Since));
        Assert.Equal(1, (await scene.Publishing.Issuer.AssetAsync("seen.society.example")).OpenAlerts);
    }

    /// <summary>When this fails, people read that the world sees an emblem that was withdrawn, and that the new one is out.</summary>
    [Fact]
    public async Task NameThatIsMarkedAgain_ShowsNothingOfTheEmblemThatWasWithdrawn()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset asset = (await scene.Publishing.PublishAsync("twice.society.example"))[0];
        await scene.RoundAsync();
        await scene.Publishing.WithdrawAsync(asset);
        await scene.Publishing.Issuer.MarkAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);

        Assert.Empty(await FindAsync(scene, asset));
        Assert.Equal(WorldSees.NotLooked, (await scene.Publishing.Issuer.AssetAsync("twice.society.example")).World);

        await scene.RoundAsync();
        Assert.NotEmpty(await FindAsync(scene, asset));
    }

    [Fact]
    public async Task ResolverThatDoesNotAnswer_IsNoNo_AndWhatWasSeenIsKept()
    {
        var own = new UpdatableServer();
        await own.InitializeAsync();
        try
        {
            await using var scene = new WatchScene(await PublishingScene.StartAsync(own));
            Asset asset = (await scene.Publishing.PublishAsync("dark.society.example"))[0];
            await scene.RoundAsync();
            await scene.RoundAsync();
            DateTimeOffset seen = scene.Clock.Now;
            scene.Publishing.Options.Timeout = TimeSpan.FromMilliseconds(200);
            own.Stop();

            await scene.RoundAsync();

            ObservedName dark = Assert.Single(await FindAsync(scene, asset));
            Assert.Equal((WorldSees.OurEmblem, WorldSees.CouldNotLook), (dark.Observation.Sees, dark.Observation.Last));
            Assert.Equal((seen, scene.Clock.Now), (dark.LookedAt, dark.Observation.UnansweredSince));
            Assert.Equal(WorldSees.CouldNotLook, (await scene.Publishing.Issuer.AssetAsync("dark.society.example")).World);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Look_OfAPerson_SeesAtOnce_AndNotTooOften()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset[] assets = await scene.Publishing.PublishAsync("now.society.example", "next.society.example");
        var look = new LookNow(
            scene.Publishing.Issuer.Store,
            new OwnWatch(scene.Publishing.Issuer.Store, scene.Options, scene.Clock),
            new AlertBook(scene.Publishing.Issuer.Store),
            scene.Publishing.Options,
            scene.Options,
            scene.Clock);

        ObservedName seen = Assert.Single(await look.RunAsync("anna", assets[0].Id, default));
        Assert.Equal((WorldSees.OurEmblem, scene.Clock.Now), (seen.Observation.Sees, seen.LookedAt));
        await TooOftenAsync(look, "anna", assets[1]);
        await TooOftenAsync(look, "ben", assets[0]);
        scene.Clock.Now += LookNow.OfPerson;
        await look.RunAsync("anna", assets[1].Id, default);

        bind.Nsupdate("zone society.example\nupdate delete now.society.example TYPE65297\nsend\n", "-k", bind.KeyFile);
        scene.Clock.Now += LookNow.OfName;
        seen = Assert.Single(await look.RunAsync("anna", assets[0].Id, default));
        Assert.Equal(WorldSees.Nothing, seen.Observation.Sees);
        Assert.Equal(["Missing now.society.example"], await scene.OpenAsync());
    }

    /// <summary>A resolver that the settings do not name any more leaves no rows for ever.</summary>
    [Fact]
    public async Task ResolverThatIsNotUsedAnyMore_IsForgottenAfterAMonth()
    {
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        Asset asset = (await scene.Publishing.PublishAsync("moved.society.example"))[0];
        await scene.RoundAsync();
        scene.Publishing.Options.Resolver = new IPEndPoint(IPAddress.Loopback, 1).ToString();
        scene.Publishing.Options.Timeout = TimeSpan.FromMilliseconds(200);
        await scene.RoundAsync();
        Assert.Equal(2, (await FindAsync(scene, asset)).Count);

        var book = new ObservationBook(scene.Publishing.Issuer.Store);
        await book.TidyAsync(scene.Clock.Now + TimeSpan.FromDays(29), default);
        Assert.Equal(2, (await FindAsync(scene, asset)).Count);
        await book.TidyAsync(scene.Clock.Now + TimeSpan.FromDays(31), default);

        Assert.Empty(await FindAsync(scene, asset));
        Assert.Equal(0, await scene.Publishing.Issuer.ReadAsync(d => d.Vantages.CountAsync()));
    }

    private static Task<IReadOnlyList<ObservedName>> FindAsync(WatchScene scene, Asset asset) =>
        new FindObservations(scene.Publishing.Issuer.Store).OfAsync(asset.Id, default);

    private static async Task TooOftenAsync(LookNow look, string who, Asset asset) => Assert.Equal(
        Refusal.TooOften, (await Assert.ThrowsAsync<RefusedException>(() => look.RunAsync(who, asset.Id, default))).Refusal);
}
