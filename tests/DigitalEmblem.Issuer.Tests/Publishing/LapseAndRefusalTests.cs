using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Watching;
using DigitalEmblem.Issuer.Tests.Work;
using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Times to live, sets that run out, and removals that a server does not make. When these fail, a withdrawn emblem stays in caches for
/// longer than told, a set that no validator accepts stays in the DNS, or people learn too late that a withdrawal is not done.
/// </summary>
[Trait("Category", "Servers")]
public sealed class LapseAndRefusalTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    /// <summary>Issuer review, row 24: the time to live was not compared on read-back.</summary>
    [Fact]
    public async Task TargetsTimeToLive_IsBroughtAbout_AndCachesOfTheOldOneAreCounted()
    {
        const string Name = "ttl.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Asset[] assets = await scene.PublishAsync(Name);
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());

        await scene.SetTarget.ChangeAsync("administrator", target.Id, null, bind.EndPoint.ToString(), "key", 3600, default);
        await scene.PublishDueAsync();
        Assert.All(Content(Name), l => Assert.StartsWith($"{Name}. 3600 ", l, StringComparison.Ordinal));

        // Another party shortens it: it is not as it should be.
        string records = string.Concat(
            (await scene.OursAsync(Name)).Select(r => $"update add {Name} 30 TYPE65297 \\# {r.Length / 2} {r}\n"));
        bind.Nsupdate($"zone society.example\nupdate delete {Name} TYPE65297\n{records}send\n", "-k", bind.KeyFile);
        scene.Issuer.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal((1, 1), await scene.LookAgain.RunAsync(default));
        await scene.PublishDueAsync();
        Assert.All(Content(Name), l => Assert.StartsWith($"{Name}. 3600 ", l, StringComparison.Ordinal));

        // Shortened and withdrawn in one moment: caches may have it from before.
        await scene.SetTarget.ChangeAsync("administrator", target.Id, null, bind.EndPoint.ToString(), "key", 60, default);
        await scene.PublishDueAsync();
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Equal(scene.Issuer.Clock.Now + TimeSpan.FromHours(1), (await scene.PublicationAsync(Name)).CachesClearAt);
    }

    /// <summary>Issuer review, row 24: sets that had lapsed stayed in the DNS.</summary>
    [Fact]
    public async Task SetThatRanOut_IsRemoved_AndPublishedAgainWhenItIsRenewed()
    {
        const string Name = "lapsed.open.example";
        // A server refuses what is signed at another time than its own, so this zone takes updates without a key.
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        await scene.TargetAsync(UpdatableServer.Open, bind.EndPoint, null);
        await scene.PublishAsync(Name);
        Assert.NotEmpty(Content(Name, UpdatableServer.Open));

        scene.Issuer.Clock.Now += TimeSpan.FromDays(2);
        await scene.PublishDueAsync();

        Assert.Empty(Content(Name, UpdatableServer.Open));
        Publication publication = await scene.PublicationAsync(Name);
        Assert.Equal((PublicationState.Seen, true, null), (publication.State, publication.Wanted, publication.SeenDigest));
        Assert.Equal(1, await scene.JournaledAsync("emblems.lapsed"));
        await scene.RenewAsync(Name);
        await scene.PublishDueAsync();
        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(bind.EndPoint, Name));
    }

    [Fact]
    public async Task RemovalThatTheServerRefuses_IsToldAtOnce_WithItsReason()
    {
        const string Name = "refused.society.example";
        await using var watch = new WatchScene(await PublishingScene.StartAsync(bind));
        PublishingScene scene = watch.Publishing;
        Asset[] assets = await scene.PublishAsync(Name);
        await File.WriteAllTextAsync(
            scene.Options.TsigKeys["key"] = Path.Combine(bind.Folder, "unknown.key"),
            ServerProcess.Run("tsig-keygen", bind.Folder, "", "-a", "hmac-sha256", "unknown-key"));
        File.SetUnixFileMode(scene.Options.TsigKeys["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        Assert.Equal(["NotPublished society.example"], await watch.OpenAsync());
        Alert alert = Assert.Single(await watch.AlertsAsync());
        Assert.Contains("1 withdrawn emblems are not gone yet", alert.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("BADKEY", alert.Text.ToString(), StringComparison.Ordinal);

        // It is told once, and over once the records are gone.
        scene.Issuer.Clock.Now += TimeSpan.FromSeconds(10);
        await scene.PublishDueAsync();
        Assert.Single(await watch.AlertsAsync());
        scene.Options.TsigKeys["key"] = bind.KeyFile;
        scene.Issuer.Clock.Now += TimeSpan.FromSeconds(20);
        await scene.PublishDueAsync();
        await watch.RoundAsync();
        Assert.Empty(await watch.OpenAsync());
    }

    /// <summary>Removals are tried for ever, at growing intervals of at most an hour; what is published, of at most five minutes.</summary>
    [Property(MaxTest = 50)]
    public bool Pauses_GrowToTheirLimit_AndNeverBeyond(bool wanted, byte attempts)
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        var target = PublicationTarget.Create(TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 60, now);
        var publication = Publication.Create(
            Asset.List(DomainName.Parse("www.society.example"), Purposes.Protective, "c", now), target, now);
        publication.Want(wanted, now);
        double before = 0;
        for (int i = 0; i <= attempts; i++)
        {
            publication.Fail($"It was away.", PublicationFailure.Unanswered, null, now);
            double pause = (publication.NextAttempt - now).TotalSeconds;
            if (pause < before || pause > (wanted ? 300 : 3600) || pause < 4)
            {
                return false;
            }

            before = pause;
        }

        return attempts < 12 || before == (wanted ? 300 : 3600);
    }

    private string[] Content(string name, string zone = UpdatableServer.Zone) => bind.Content(zone, DomainName.Parse(name))
        .Where(l => l.Contains("TYPE65297", StringComparison.Ordinal)).ToArray();
}
