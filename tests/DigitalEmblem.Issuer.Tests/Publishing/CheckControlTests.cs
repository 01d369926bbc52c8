using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
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

    /// <summary>Thousands of names need one record, and a person who puts it in by hand does so once.</summary>
    [Fact]
    public async Task RecordOfTheZone_ShowsControlOfAllItsNames()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        Asset one = await ListAsync(scene, "one.society.example"), deep = await ListAsync(scene, "deep.er.society.example");
        Asset apex = await ListAsync(scene, "society.example");
        using ZoneRecord record = await ZoneRecord.PutAsync(scene, bind, UpdatableServer.Zone, UpdatableServer.Zone);

        IReadOnlyList<ControlFinding> findings = await scene.CheckControl.RunAsync(
            IssuerScene.Officer, [one.Id, deep.Id, apex.Id], publish: false, default);

        Assert.All(findings, f => Assert.Equal((true, "society.example"), (f.IsShown, f.Zone?.ToString())));
        Assert.All(await scene.Issuer.ReadAsync(d => d.Assets.ToListAsync()), a => Assert.NotNull(a.ControlProvenAt));
    }

    /// <summary>Below our zone another party may have one of its own, and ours says nothing about that.</summary>
    [Fact]
    public async Task RecordOfTheZone_ShowsNothingForANameInAZoneDelegatedBelowIt()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        Asset theirs = await ListAsync(scene, $"host.{UpdatableServer.Delegated}"), ours = await ListAsync(scene, "ours.society.example");
        using ZoneRecord record = await ZoneRecord.PutAsync(scene, bind, UpdatableServer.Zone, UpdatableServer.Zone);

        IReadOnlyList<ControlFinding> findings = await scene.CheckControl.RunAsync(
            IssuerScene.Officer, [theirs.Id, ours.Id], publish: false, default);

        ControlFinding not = Assert.Single(findings, f => !f.IsShown);
        Assert.Equal(theirs.Id, not.Asset.Id);
        Assert.Contains($"at _adem-control.{UpdatableServer.Delegated}.", not.Found!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>An alias from one zone to another, or a record that was copied, shows nothing of the zone that it stands in.</summary>
    [Fact]
    public async Task RecordOfAnotherZone_ShowsNothing()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        Asset asset = await ListAsync(scene, "copied.society.example");
        using ZoneRecord record = await ZoneRecord.PutAsync(scene, bind, UpdatableServer.Zone, UpdatableServer.Delegated);

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: false, default));

        Assert.False(finding.IsShown);
        Assert.Contains(
            "One record shows it for all names of the zone society.example", finding.Found!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A name server that lets us change some names only (BIND's update-policy) still lets us show control of those.</summary>
    [Fact]
    public async Task ZoneWhoseOwnRecordIsRefused_IsShownNameByName()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind, UpdatableServer.Partial);
        Asset asset = await ListAsync(scene, $"www.hosts.{UpdatableServer.Partial}");

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default));

        Assert.Equal((true, null), (finding.IsShown, finding.Zone));
    }

    /// <summary>What a key may not change by the API, it must not change by having the service show control.</summary>
    [Fact]
    public async Task CallerBoundToZones_PutsNothingAboveThem_AndShowsItsOwnName()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Asset asset = await ListAsync(scene, "bound.society.example");
        ControlFinding? finding = null;

        await ZonesInForce.RunAsync(KeyZones.Parse("bound.society.example")!, async () => finding = Assert.Single(
            await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default)));

        Assert.Equal((true, null), (finding!.IsShown, finding.Zone));
    }

    [Fact]
    public async Task NameTooLongForARecordOfItsOwn_IsShownByItsZone_AndNothingFails()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        string label = new('a', 60);
        Asset asset = await ListAsync(scene, $"{label}.{label}.{label}.{new string('b', 50)}.society.example");

        ControlFinding without = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: false, default));
        ControlFinding with = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default));

        Assert.Contains("too long", without.Found!.ToString(), StringComparison.Ordinal);
        Assert.Equal((true, "society.example"), (with.IsShown, with.Zone?.ToString()));
    }

    private static Task<Asset> ListAsync(PublishingScene scene, string name) =>
        scene.Issuer.AddAsset.RunAsync(IssuerScene.Officer, DomainName.Parse(name), Purposes.Protective, null, default);

    /// <summary>The record of a zone, put in as a person does, and taken out again: other tests use the zone too.</summary>
    private sealed class ZoneRecord : IDisposable
    {
        private readonly UpdatableServer _server;
        private readonly string _zone, _name;

        private ZoneRecord(UpdatableServer server, string zone) =>
            (_server, _zone, _name) = (server, zone, $"_adem-control.{zone}.");

        /// <summary>Puts the record of <paramref name="of"/> into <paramref name="zone"/>.</summary>
        public static async Task<ZoneRecord> PutAsync(PublishingScene scene, UpdatableServer server, string zone, string of)
        {
            Organization organization = await scene.Issuer.ReadAsync(d => d.Organizations.SingleAsync());
            var record = new ZoneRecord(server, zone);
            string challenge = ControlRecord.OfZone(organization, DomainName.Parse(of)).Challenge;
            server.Nsupdate(
                $"zone {zone}\nupdate add {record._name} 30 TXT \"{challenge}\"\nsend\n", "-k", server.KeyFile);
            return record;
        }

        public void Dispose() =>
            _server.Nsupdate($"zone {_zone}\nupdate delete {_name} TXT\nsend\n", "-k", _server.KeyFile);
    }
}
