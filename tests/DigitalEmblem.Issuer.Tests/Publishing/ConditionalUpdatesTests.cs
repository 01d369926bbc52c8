using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Watching;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Changes that hold only if the name still shows what was read. When these fail, another party's records are deleted unseen, or an old
/// update that was recorded puts a withdrawn emblem back.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ConditionalUpdatesTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const int PrerequisiteSet = 8;

    /// <summary>Issuer review, row 10: other issuers' records were deleted in silence.</summary>
    [Theory]
    [InlineData("ihle", "TYPE65297 \\# 2 0102")]
    [InlineData("txt", "TXT \"adem-token=eyJ.e30.AA\"")]
    public async Task RecordsOfAnotherParty_AreNamed_NotTouched_AndReplacedOnlyByADecision(string kind, string record)
    {
        string name = $"foreign-{kind}.society.example";
        await using var watch = new WatchScene(await PublishingScene.StartAsync(bind));
        PublishingScene scene = watch.Publishing;
        Put(name, record);

        Asset[] assets = await scene.PublishAsync(name);
        Publication publication = await scene.PublicationAsync(name);
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains($"(SHA-256 {publication.Foreign})", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Contains(Content(name), l => l.EndsWith(record, StringComparison.Ordinal));
        await watch.RoundAsync();
        Assert.Contains($"UnknownEmblem {name}", await watch.OpenAsync());

        // The decision is about what was found; what comes later needs another one.
        await scene.TakeOver.RunAsync(IssuerScene.Officer, assets[0].Id, default);
        Put(name, "TYPE65297 \\# 1 09");
        await scene.PublishDueAsync();
        Publication again = await scene.PublicationAsync(name);
        Assert.Equal(PublicationState.Due, again.State);
        Assert.NotEqual(publication.Foreign, again.Foreign);

        await scene.TakeOver.RunAsync(IssuerScene.Officer, assets[0].Id, default);
        await scene.PublishDueAsync();
        Assert.Equal(await scene.OursAsync(name), await PublishingScene.HeldAsync(bind.EndPoint, name));
        Assert.DoesNotContain(Content(name), l => l.EndsWith(record, StringComparison.Ordinal));
        Assert.Equal(2, await scene.JournaledAsync("publication.takenOver"));
        Assert.Contains(again.Foreign!, await scene.Issuer.ReadAsync(
            d => d.Journal.Where(j => j.Action == "publication.replaced").Select(j => j.Details).SingleAsync()), StringComparison.Ordinal);
    }

    /// <summary>What this service issued for the name is ours, also if the database does not know that it was published.</summary>
    [Fact]
    public async Task EarlierEmblemOfOurs_IsReplacedWithoutADecision()
    {
        const string Name = "earlier.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        await scene.Issuer.MarkedAsync(Name);
        await scene.IssueAsync();
        string[] earlier = await scene.OursAsync(Name);
        Put(Name, [.. earlier.Select(r => $"TYPE65297 \\# {r.Length / 2} {r}")]);
        await scene.RenewAsync(Name);

        await scene.PublishDueAsync();

        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(bind.EndPoint, Name));
    }

    [Fact]
    public async Task Withdrawal_LeavesWhatIsNotOurs()
    {
        const string Name = "beside.society.example";
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Asset[] assets = await scene.PublishAsync(Name);
        Put(Name, "TYPE65297 \\# 1 03", "TXT \"adem-token=eyJ.e30.AA\"", "TXT \"v=spf1 -all\"");

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync(Name)).State);
        Assert.Equal(["03"], await PublishingScene.HeldAsync(bind.EndPoint, Name));
        Assert.Equal(2, Content(Name).Count(l => l.Contains(" TXT ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("elsewhere.example.net.", "cut1")]
    [InlineData("ns1.society.example.", "cut2")]
    public async Task NameBelowADelegation_IsNotPublished_AndThePersonIsToldWhichTargetToAdd(string server, string cut)
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        bind.Nsupdate($"zone society.example\nupdate add {cut}.society.example 60 NS {server}\nsend\n", "-k", bind.KeyFile);

        Asset[] assets = await scene.PublishAsync($"www.{cut}.society.example");

        Publication publication = await scene.PublicationAsync($"www.{cut}.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains($"{cut}.society.example is delegated (NS)", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Contains($"target for the zone {cut}.society.example", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(bind.Content(UpdatableServer.Zone), l => l.StartsWith($"www.{cut}.", StringComparison.Ordinal));

        // Nothing of ours is there, as a withdrawal wants it.
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync($"www.{cut}.society.example")).State);
    }

    /// <summary>Another party changes the name between the look and the update: what it did is seen before anything is replaced.</summary>
    [Fact]
    public async Task ChangedBetweenLookAndUpdate_IsLookedAtAgain()
    {
        const string Name = "raced.society.example";
        using var relay = new RecordingRelay(bind.EndPoint);
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        await scene.TargetAsync(UpdatableServer.Zone, relay.EndPoint, "key");
        relay.Before = () => Put(Name, "TYPE65297 \\# 1 03");

        await scene.PublishAsync(Name);

        Assert.NotNull((await scene.PublicationAsync(Name)).Foreign);
        Assert.Equal(["03"], await PublishingScene.HeldAsync(bind.EndPoint, Name));
        Assert.Single(relay.Updates);
    }

    /// <summary>Issuer review, row 5: a recorded update put a withdrawn emblem back (TSIG knows no replay for 300 seconds).</summary>
    [Fact]
    public async Task RecordedUpdate_SentAgainAfterTheWithdrawal_IsRefused_OrNoticedAndRemoved()
    {
        const string Name = "replayed.society.example";
        using var relay = new RecordingRelay(bind.EndPoint);
        await using var watch = new WatchScene(await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile));
        PublishingScene scene = watch.Publishing;
        await scene.TargetAsync(UpdatableServer.Zone, relay.EndPoint, "key");
        Asset[] assets = await scene.PublishAsync(Name);
        await scene.RenewAsync(Name);
        await scene.PublishDueAsync();
        Assert.Equal(2, relay.Updates.Count);
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        // The renewal wants the set that it replaced.
        Assert.Equal(PrerequisiteSet, await relay.SendAgainAsync(relay.Updates[1]));
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, Name));

        // The first publication wants nothing there, and so it is again: no prerequisite can tell.
        Assert.Equal(0, await relay.SendAgainAsync(relay.Updates[0]));
        Assert.NotEmpty(await PublishingScene.HeldAsync(bind.EndPoint, Name));
        scene.Issuer.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal((1, 1), await scene.LookAgain.RunAsync(default));
        Assert.Equal([$"WithdrawnIsThere {Name}"], await watch.OpenAsync());
        await scene.PublishDueAsync();
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, Name));
    }

    /// <summary>Whatever is sent by who holds the key, within the time of a replay, is noticed by one of the looks.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task SetOfBefore_PutBackUnconditionally_IsReplacedByTheNextLook(int looksBefore)
    {
        string name = $"old{looksBefore}.society.example";
        await using var watch = new WatchScene(await PublishingScene.StartAsync(bind));
        PublishingScene scene = watch.Publishing;
        await scene.PublishAsync(name);
        string[] before = await scene.OursAsync(name);
        await scene.RenewAsync(name);
        await scene.PublishDueAsync();
        foreach (TimeSpan pause in Publication.LookPauses.Take(looksBefore))
        {
            scene.Issuer.Clock.Now += pause;
            Assert.Equal((1, 0), await scene.LookAgain.RunAsync(default));
        }

        bind.Nsupdate(
            $"zone society.example\nupdate delete {name} TYPE65297\n"
                + string.Concat(before.Select(r => $"update add {name} 60 TYPE65297 \\# {r.Length / 2} {r}\n")) + "send\n",
            "-k",
            bind.KeyFile);
        DateTimeOffset at = scene.Issuer.Clock.Now;
        scene.Issuer.Clock.Now += Publication.LookPauses[looksBefore];
        Assert.Equal((1, 1), await scene.LookAgain.RunAsync(default));
        Assert.Equal([$"Altered {name}"], await watch.OpenAsync());

        // Name servers take no update that is signed at another time than theirs.
        scene.Issuer.Clock.Now = at > TimeProvider.System.GetUtcNow().AddMinutes(4) ? TimeProvider.System.GetUtcNow() : at;
        await scene.Issuer.Store.ChangeAsync(
            "test", async c => (await c.Database.Publications.ToListAsync()).ForEach(p => p.Hasten(c.Now)), default);
        await scene.PublishDueAsync();
        Assert.Equal(await scene.OursAsync(name), await PublishingScene.HeldAsync(bind.EndPoint, name));
    }

    private string[] Content(string name) => bind.Content(UpdatableServer.Zone, DomainName.Parse(name));

    private void Put(string name, params string[] records) => bind.Nsupdate(
        $"zone society.example\n{string.Concat(records.Select(r => $"update add {name} 60 {r}\n"))}send\n", "-k", bind.KeyFile);
}
