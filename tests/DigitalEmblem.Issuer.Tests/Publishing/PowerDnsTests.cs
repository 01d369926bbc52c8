using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Emblems that get into a zone by the HTTP API of PowerDNS, and out of it again. When these fail, a hospital whose names are at a provider
/// with PowerDNS is not marked, stays marked when it must not, or loses records that others put there.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PowerDnsTests(PowerDnsServer server) : IClassFixture<PowerDnsServer>
{
    private const string Administrator = "administrator";

    /// <summary>
    /// PowerDNS has "there is nothing" cached since the look before the change. No time is given to caches: the first look after it must
    /// show the records.
    /// </summary>
    [Theory]
    [InlineData(PowerDnsServer.Zone)]
    [InlineData(PowerDnsServer.Signed)]
    public async Task Issued_IsShownAtOnce_Renewed_AndWithdrawnAgain(string zone)
    {
        string name = $"issued.deep.below.{zone}";
        await using PublishingScene scene = await PublishingScene.StartAsync(server, zone: zone);
        scene.Options.ReadBack = TimeSpan.Zero;

        Asset[] assets = await scene.PublishAsync(name);
        Publication publication = await scene.PublicationAsync(name);
        Assert.Equal((PublicationState.Seen, true, null), (publication.State, publication.Wanted, publication.Fault));
        Verdict verdict = await scene.CheckAsync(server.EndPoint, name);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        if (zone == PowerDnsServer.Signed)
        {
            Assert.Contains("; fully validated", Validate(zone, name), StringComparison.Ordinal);
        }

        string[] before = await scene.OursAsync(name);
        await scene.RenewAsync(name);
        await scene.PublishDueAsync();
        Assert.NotEqual(before, await scene.OursAsync(name));
        Assert.Equal(await scene.OursAsync(name), await PublishingScene.HeldAsync(server.EndPoint, name));

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync(name)).State);
        Assert.Equal(VerdictOutcome.NotMarked, (await scene.CheckAsync(server.EndPoint, name)).Outcome);
        Assert.Empty(await server.ContentAsync(name, zone));
        if (zone == PowerDnsServer.Signed)
        {
            Assert.Contains("; negative response, fully validated", Validate(zone, name), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TargetsTimeToLive_IsBroughtAbout()
    {
        const string Name = "ttl.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        await scene.PublishAsync(Name);
        Assert.All(await server.ContentAsync(Name), l => Assert.StartsWith("60 TYPE65297", l, StringComparison.Ordinal));
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());

        await scene.SetTarget.ChangeAsync(Administrator, target.Id, null, server.EndPoint.ToString(), "dns", 3600, default);
        await scene.PublishDueAsync();

        Assert.All(await server.ContentAsync(Name), l => Assert.StartsWith("3600 TYPE65297", l, StringComparison.Ordinal));
        Assert.Equal(3600, (await scene.PublicationAsync(Name)).SeenTtl);
    }

    [Theory]
    [InlineData("ihle", "TYPE65297", "\\# 2 0102")]
    [InlineData("txt", "TXT", "\"adem-token=eyJ.e30.AA\"")]
    public async Task RecordsOfAnotherParty_AreNotTouched_AndReplacedOnlyByADecision(string kind, string type, string content)
    {
        string name = $"foreign-{kind}.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        await server.PutAsync(name, type, 60, content);

        Asset[] assets = await scene.PublishAsync(name);
        Publication publication = await scene.PublicationAsync(name);
        Assert.Contains($"(SHA-256 {publication.Foreign})", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Equal([$"60 {type} {content}"], await server.ContentAsync(name));

        await scene.TakeOver.RunAsync(IssuerScene.Officer, assets[0].Id, default);
        await scene.PublishDueAsync();
        Assert.Equal(await scene.OursAsync(name), await PublishingScene.HeldAsync(server.EndPoint, name));
        Assert.DoesNotContain($"60 {type} {content}", await server.ContentAsync(name));
    }

    /// <summary>Another party changes the name between the look and the write: what it did is seen before anything is replaced.</summary>
    [Fact]
    public async Task ChangedBetweenLookAndWrite_IsLookedAtAgain()
    {
        const string Name = "raced.society.example";
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        await using PublishingScene scene = await PublishingScene.StartAsync(server, relay.Url);
        relay.Answer = async (_, pass) =>
        {
            relay.Answer = null;
            await server.PutAsync(Name, "TYPE65297", 60, "\\# 1 03");
            await pass();
        };

        await scene.PublishAsync(Name);

        Assert.NotNull((await scene.PublicationAsync(Name)).Foreign);
        Assert.Equal(["03"], await PublishingScene.HeldAsync(server.EndPoint, Name));
        Assert.Equal(0, relay.Changes);
    }

    [Fact]
    public async Task ManyNames_AreWrittenInFewRequests_AndTheWholeZoneIsNeverRead()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"host{i}.society.example")];
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        await using PublishingScene scene = await PublishingScene.StartAsync(server, relay.Url);
        scene.Options.Concurrency = 64;
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();

        await scene.PublishDueAsync();

        Assert.Equal(300, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
        Assert.InRange(relay.Changes, 1, 150);
        Assert.All(
            relay.Requests.Where(r => r.StartsWith("GET", StringComparison.Ordinal)),
            r => Assert.StartsWith("GET ?rrset_name=host", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alias_IsToldAsThat()
    {
        const string Name = "alias.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        await server.PutAsync(Name, "CNAME", 60, "ns.society.example.");

        await scene.PublishAsync(Name);

        Assert.Contains("is an alias (CNAME) of ns.society.example", await FaultAsync(scene, Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameBelowADelegation_IsNotPublished_AndThePersonIsToldWhichTargetToAdd()
    {
        const string Name = "www.cut.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        await server.PutAsync("cut.society.example", "NS", 60, "elsewhere.example.net.");

        await scene.PublishAsync(Name);

        Assert.Contains("cut.society.example is delegated (NS)", await FaultAsync(scene, Name), StringComparison.Ordinal);
        Assert.Empty(await server.ContentAsync(Name));
    }

    [Fact]
    public async Task WrongKey_ChangesNothing_AndIsTold()
    {
        const string Name = "wrongkey.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        scene.Options.PowerDns["dns"].Key.File = null;
        scene.Options.PowerDns["dns"].Key.Variable = "PATH";
        await scene.PublishAsync(Name);
        Assert.Contains("does not take our key (401)", await FaultAsync(scene, Name), StringComparison.Ordinal);

        scene.Options.PowerDns["dns"].Key.Variable = null;
        scene.Options.PowerDns["dns"].Key.File = Path.Combine(server.Folder, "no-such.key");
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Contains("no-such.key cannot be read (it does not exist)", await FaultAsync(scene, Name), StringComparison.Ordinal);
        Assert.Empty(await server.ContentAsync(Name));

        // The key file is put right: nobody has to start anything.
        scene.Options.PowerDns["dns"].Key.File = server.KeyFile;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync(Name)).State);
    }

    [Fact]
    public async Task ZoneThatTheApiDoesNotHave_IsTold()
    {
        const string Name = "www.below.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server, zone: "below.society.example");

        await scene.PublishAsync(Name);

        Assert.Contains("does not have the zone below.society.example", await FaultAsync(scene, Name), StringComparison.Ordinal);
    }

    /// <summary>PowerDNS takes changes of a zone that it has from another server, and loses them with the next transfer.</summary>
    [Fact]
    public async Task ZoneThatItHasFromAnotherServer_IsTold_AndNotChanged()
    {
        const string Name = "www.secondary.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(server, zone: PowerDnsServer.Secondary);

        await scene.PublishAsync(Name);

        Assert.Contains("Name the zone's primary server", await FaultAsync(scene, Name), StringComparison.Ordinal);
        Assert.Empty(await server.ContentAsync(Name, PowerDnsServer.Secondary));
    }

    /// <summary>One whose API is down is told, waited for, and found again; nobody has to start anything.</summary>
    [Fact]
    public async Task ServerDown_IsTold_AndPublishedAndEmptiedWhenItIsBack()
    {
        const string Name = "down.society.example";
        using var own = new PowerDnsServer();
        await own.InitializeAsync();
        await using PublishingScene scene = await PublishingScene.StartAsync(own, $"http://127.0.0.1:{LoopbackPorts.Free()}");
        Asset[] assets = await scene.PublishAsync(Name);
        Assert.Contains("cannot be reached", await FaultAsync(scene, Name), StringComparison.Ordinal);

        scene.Options.PowerDns["dns"].Url = own.Url;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(own.EndPoint, Name)).Outcome);

        // Withdrawn while it is down: the decision stands, and the records go when it is back.
        own.Stop();
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Due, (await scene.PublicationAsync(Name)).State);
        await own.StartAsync();
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync(Name)).State);
        Assert.Empty(await own.ContentAsync(Name));
    }

    /// <summary>With SQLite, PowerDNS fails some changes while it makes another one: what failed goes in with the next attempt.</summary>
    [Fact]
    public async Task TwoInstancesAtOnce_LoseNoName()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"twice{i}.society.example")];
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        scene.Options.BatchSize = 10;
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var instance = scene.NewInstance();
            while (await instance.RunAsync(default) > 0)
            {
            }
        })));

        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.All(
            await scene.Issuer.ReadAsync(d => d.Publications.ToListAsync()),
            p => Assert.True(p.State == PublicationState.Seen, p.Fault?.ToString()));
        foreach (string name in names)
        {
            Assert.Equal(await scene.OursAsync(name), await PublishingScene.HeldAsync(server.EndPoint, name));
        }
    }

    /// <summary>That a zone is ours is shown by a TXT record that the service puts in and takes out again.</summary>
    [Fact]
    public async Task Challenge_IsPutIn_Seen_AndTakenOut_BesideWhatOthersHaveThere()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        Asset asset = await scene.Issuer.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("shown.society.example"), Purposes.Protective, null, default);
        await server.PutAsync(asset.ControlName, "TXT", 300, "\"of another tool\"");

        ControlFinding finding = Assert.Single(await scene.CheckControl.RunAsync(IssuerScene.Officer, [asset.Id], publish: true, default));

        Assert.True(finding.IsShown, finding.Found?.ToString());
        Assert.Equal(["300 TXT \"of another tool\""], await server.ContentAsync(asset.ControlName));
    }

    private static async Task<string> FaultAsync(PublishingScene scene, string name)
    {
        Publication publication = await scene.PublicationAsync(name);
        Assert.Equal(PublicationState.Due, publication.State);
        return publication.Fault!.ToString();
    }

    /// <summary>What BIND's validator says of a name in a signed zone.</summary>
    private string Validate(string zone, string name)
    {
        string key = ServerProcess.Run("dig", server.Folder, "", "@127.0.0.1", "-p", $"{server.Port}", zone, "DNSKEY", "+short");
        string[] parts = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string anchor = Path.Combine(server.Folder, $"{zone}.anchor");
        File.WriteAllText(
            anchor, $"trust-anchors {{ {zone} static-key {string.Join(' ', parts[..3])} \"{string.Concat(parts[3..])}\"; }};\n");
        return ServerProcess.Run(
            "delv", server.Folder, "", "@127.0.0.1", "-p", $"{server.Port}", "-a", anchor, $"+root={zone}", name, "TYPE65297");
    }
}
