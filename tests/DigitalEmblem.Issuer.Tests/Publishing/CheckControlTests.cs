using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// That a zone is shown to be ours before anything is marked in it. When these fail, a name of someone else can be marked.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CheckControlTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task ChallengeInTheZone_ShowsControl()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        Asset asset = await ListAsync(scene, "byhand.society.example");
        bind.Nsupdate(
            $"zone society.example\nupdate add {asset.ControlName}. 30 TXT \"{asset.ControlChallenge}\"\nupdate add {asset.ControlName}. "
                + "30 TXT \"of another tool\"\nsend\n",
            "-k",
            bind.KeyFile);

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: false, default));

        Assert.Equal((true, null), (finding.IsShown, finding.Found));
        Assert.NotNull((await scene.Issuer.AssetAsync("byhand.society.example")).ControlProvenAt);
        Assert.Equal(1, await scene.JournaledAsync("asset.controlShown"));
    }

    [Fact]
    public async Task NothingThere_OrAnothersChallenge_ShowsNothing_AndSaysWhatWasFound()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        Asset none = await ListAsync(scene, "none.society.example"), other = await ListAsync(scene, "other.society.example");
        bind.Nsupdate(
            $"zone society.example\nupdate add {other.ControlName}. 30 TXT \"{none.ControlChallenge}\"\nsend\n", "-k", bind.KeyFile);

        IReadOnlyList<ControlFinding> findings = await scene.CheckControl.RunAsync(
            IssuerScene.Officer, [none.Id, other.Id], publish: false, default);

        Assert.DoesNotContain(findings, f => f.IsShown);
        Assert.Contains(
            $"There is no TXT record at {none.ControlName}",
            findings.Single(f => f.Asset.Id == none.Id).Found!.ToString(),
            StringComparison.Ordinal);
        Assert.Contains(none.ControlChallenge, findings.Single(f => f.Asset.Id == other.Id).Found!.ToString(), StringComparison.Ordinal);
        Assert.All(await scene.Issuer.ReadAsync(d => d.Assets.ToListAsync()), a => Assert.Null(a.ControlProvenAt));
    }

    [Fact]
    public async Task ResolverDown_ShowsNothing_AndIsNoNo()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(
            bind.EndPoint, null, new(System.Net.IPAddress.Loopback, LoopbackPorts.Free()));
        Asset asset = await ListAsync(scene, "unknown.society.example");

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: false, default));

        Assert.False(finding.IsShown);
        Assert.Contains("could not be found out", finding.Found!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnUpdate_ThatTheWorldSees_ShowsControl_AndIsTakenAwayAfterwards()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        List<Guid> ids = [];
        for (int i = 0; i < 30; i++)
        {
            ids.Add((await ListAsync(scene, $"own{i}.society.example")).Id);
        }

        IReadOnlyList<Guid> open = await scene.ToShow.OpenAsync(
            (await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id, int.MaxValue, default);
        Assert.Equal(ids.Order(), open.Order());
        IReadOnlyList<ControlFinding> findings = await scene.CheckControl.RunAsync(IssuerScene.Officer, ids, publish: true, default);

        Assert.Equal(30, findings.Count(f => f.IsShown));
        Assert.DoesNotContain(bind.Content(UpdatableServer.Zone), l => l.StartsWith("_adem-control.own", StringComparison.Ordinal));
        Assert.Empty(await scene.ToShow.OpenAsync((await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id, int.MaxValue, default));
    }

    /// <summary>Anyone can set up a server for anyone's zone, and have it take updates: what counts is what the world resolves.</summary>
    [Fact]
    public async Task OwnUpdate_OfAServerThatTheWorldDoesNotAsk_ShowsNothing()
    {
        var world = new UpdatableServer();
        await world.InitializeAsync();
        try
        {
            await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile, world.EndPoint);
            scene.Options.ReadBack = TimeSpan.FromMilliseconds(200);
            await scene.TargetAsync(UpdatableServer.Zone, bind.EndPoint, "key");
            Asset asset = await ListAsync(scene, "theirs.society.example");

            ControlFinding finding = Assert.Single(
                await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default));

            Assert.False(finding.IsShown);
            Assert.Contains("delegated to other servers", finding.Found!.ToString(), StringComparison.Ordinal);
            Assert.Null((await scene.Issuer.AssetAsync("theirs.society.example")).ControlProvenAt);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task OwnUpdate_ThatTheZoneRefuses_SaysWhy()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind, UpdatableServer.Closed);
        Asset asset = await ListAsync(scene, "www.closed.example");

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default));

        Assert.False(finding.IsShown);
        Assert.Contains("refuses this update", finding.Found!.ToString(), StringComparison.Ordinal);
    }

    private static Task<Asset> ListAsync(PublishingScene scene, string name) =>
        scene.Issuer.AddAsset.RunAsync(IssuerScene.Officer, DomainName.Parse(name), Purposes.Protective, null, default);
}
