using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Name servers that are down, slow, refusing, or say yes and do nothing. When these fail, an emblem is believed to be in the world, or
/// gone from it, and is not.
/// </summary>
[Trait("Category", "Faults")]
public sealed class FaultyServerTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task ServerDown_IsTold_AndPublishedWhenItIsBack()
    {
        var own = new UpdatableServer();
        await own.InitializeAsync();
        try
        {
            await using PublishingScene scene = await PublishingScene.StartAsync(own);
            own.Stop();
            Asset[] assets = await scene.PublishAsync("down.society.example");
            Publication publication = await scene.PublicationAsync("down.society.example");
            Assert.Equal(PublicationState.Due, publication.State);
            Assert.Contains("does not answer", publication.Fault!.ToString(), StringComparison.Ordinal);

            await own.StartAsync();
            scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
            await scene.PublishDueAsync();
            Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(own.EndPoint, "down.society.example")).Outcome);

            // Withdrawn while it is down: the decision stands, and the records go when it is back.
            own.Stop();
            await scene.WithdrawAsync(assets[0]);
            await scene.PublishDueAsync();
            Assert.Equal(AssetState.Withdrawn, (await scene.Issuer.AssetAsync("down.society.example")).State);
            Assert.Equal(PublicationState.Due, (await scene.PublicationAsync("down.society.example")).State);
            await own.StartAsync();
            scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
            await scene.PublishDueAsync();
            publication = await scene.PublicationAsync("down.society.example");
            Assert.True(publication.State == PublicationState.Seen, publication.Fault?.ToString());
            Assert.Empty(await PublishingScene.HeldAsync(own.EndPoint, "down.society.example"));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task WrongSecret_ChangesNothing_AndIsTold()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        string wrong = bind.WriteKey("wrong", ServerProcess.Run("tsig-keygen", bind.Folder, "", "-a", "hmac-sha256", "key-sha256"));
        scene.Options.TsigKeys["key"] = wrong;

        await scene.PublishAsync("wrongkey.society.example");

        Assert.Contains("BADSIG", (await scene.PublicationAsync("wrongkey.society.example")).Fault!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, "wrongkey.society.example"));

        // The key file is put right: nobody has to start anything.
        scene.Options.TsigKeys["key"] = bind.KeyFile;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("wrongkey.society.example")).State);
    }

    [Fact]
    public async Task ZoneThatTakesNoUpdatesFromUs_IsTold()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind, UpdatableServer.Closed);

        await scene.PublishAsync("www.closed.example");

        Publication publication = await scene.PublicationAsync("www.closed.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("refuses this update of closed.example", publication.Fault!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TargetThatIsNoZone_IsTold()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind, "below.society.example");

        await scene.PublishAsync("www.below.society.example");

        Publication publication = await scene.PublicationAsync("www.below.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("is not the primary one of below.society.example", publication.Fault!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>One zone whose key file is gone must not keep the emblems of the others back.</summary>
    [Fact]
    public async Task KeyFileGone_HoldsUpOnlyItsOwnZone()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        scene.Options.TsigKeys["gone"] = Path.Combine(bind.Folder, "no-such.key");
        await scene.TargetAsync(UpdatableServer.Open, bind.EndPoint, "gone");

        await scene.PublishAsync("keyless.open.example", "keyed.society.example");

        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("keyed.society.example")).State);
        Publication held = await scene.PublicationAsync("keyless.open.example");
        Assert.Equal(PublicationState.Due, held.State);
        Assert.Contains("cannot be read", held.Fault!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatSaysYesAndDoesNothing_IsNotBelieved()
    {
        using var liar = new HostileServer((query, _) => [Answer(query)]);
        await using PublishingScene scene = await PublishingScene.StartAsync(liar.EndPoint, null);
        scene.Options.ReadBack = TimeSpan.FromMilliseconds(200);
        await scene.TargetAsync(UpdatableServer.Zone, liar.EndPoint, null);

        await scene.PublishAsync("lied.society.example");

        Publication publication = await scene.PublicationAsync("lied.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("said yes, and does not show it", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Null(publication.SeenDigest);
    }

    /// <summary>
    /// A name server that takes connections and never answers costs seconds; the other zones get their emblems all the same, and its names
    /// stay due.
    /// </summary>
    [Fact]
    public async Task SilentServer_DoesNotHoldUpOtherZones()
    {
        int asked = 0;
        using var silent = new HostileServer((_, _) =>
        {
            Interlocked.Increment(ref asked);
            return [];
        });
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        scene.Options.Timeout = TimeSpan.FromMilliseconds(300);
        scene.Options.ReadBack = TimeSpan.Zero;
        // So many are in hand when the first one tells that nobody answers.
        scene.Options.Concurrency = 8;
        await scene.TargetAsync("silent.example", silent.EndPoint, "key");
        await scene.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 200).Select(i => $"host{i}.silent.example")]);
        await scene.IssueAsync();
        await scene.PublishSets.RunAsync(default);
        Assert.Equal(
            200, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Due && p.Fault != null)));

        // A few names told that it does not answer; the others were not tried, and all are told why.
        Assert.InRange(asked, 1, 40);

        // It is left alone for the moment: only what can be done is taken.
        int before = asked;
        await scene.Issuer.Store.ChangeAsync(
            "administrator", async c => (await c.Database.Publications.ToListAsync()).ForEach(p => p.Hasten(c.Now)), default);
        await scene.PublishAsync("heard.society.example");
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("heard.society.example")).State);
        Assert.Equal(before, asked);
    }

    /// <summary>It took the update, and died before it said so: looked at first, it is found done.</summary>
    [Fact]
    public async Task AnswerLost_IsFoundDoneAtTheNextLook()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        using var deaf = new HostileServer((_, _) => []);
        await scene.Issuer.MarkedAsync("lost.society.example");
        await scene.IssueAsync();
        string[] ours = await scene.OursAsync("lost.society.example");
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());
        scene.Options.Timeout = TimeSpan.FromMilliseconds(300);
        scene.Options.ReadBack = TimeSpan.Zero;
        await scene.Issuer.Store.ChangeAsync(
            "administrator",
            async c => (await c.GetAsync<PublicationTarget>(target.Id, null, default)).Change(deaf.EndPoint.ToString(), "key", 60),
            default);
        await scene.PublishDueAsync();
        Publication unknown = await scene.PublicationAsync("lost.society.example");
        Assert.Equal(PublicationState.Due, unknown.State);

        // As if the update had arrived after all.
        string updates = string.Concat(ours.Select(r => $"update add lost.society.example 60 TYPE65297 \\# {r.Length / 2} {r}\n"));
        bind.Nsupdate($"zone society.example\n{updates}send\n", "-k", bind.KeyFile);
        await scene.Issuer.Store.ChangeAsync("administrator", async c =>
            (await c.GetAsync<PublicationTarget>(target.Id, null, default)).Change(bind.EndPoint.ToString(), "no such key", 60), default);
        scene.Options.TsigKeys["no such key"] = bind.KeyFile;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        scene.Restart();
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("lost.society.example")).State);
    }

    // To an update: done. To a question: an authoritative "there is nothing".
    private static byte[] Answer(byte[] query)
    {
        bool isUpdate = (query[2] & 0x78) == 5 << 3;
        int end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        return [
            .. query[..2], (byte)(0x84 | (query[2] & 0x78)), 0, 0, (byte)(isUpdate ? 0 : 1), 0, 0, 0, 0, 0, 0,
            .. isUpdate ? [] : query[12..(end + 5)]];
    }
}
