using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Emblems that get into a zone of BIND 9, and out of it again. When these fail, a hospital is not marked though its officers believe it
/// is, or stays marked when it must not.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PublishingToBindTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Issued_IsPublished_ReadBack_AndMarkedAsTheWorldSeesIt()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);

        await scene.PublishAsync("issued.society.example");

        Assert.Equal(
            await scene.OursAsync("issued.society.example"), await PublishingScene.HeldAsync(bind.EndPoint, "issued.society.example"));
        Verdict verdict = await scene.CheckAsync(bind.EndPoint, "issued.society.example");
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        Publication publication = await scene.PublicationAsync("issued.society.example");
        Assert.Equal((PublicationState.Seen, true, null), (publication.State, publication.Wanted, publication.Fault));
        Assert.Equal(1, await scene.JournaledAsync("emblems.published"));
    }

    /// <summary>Who looks at any moment of a renewal sees the old set or the new one, whole.</summary>
    [Fact]
    public async Task Renewals_ReplaceTheWholeSet_NeverAHalfOne()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        const string Name = "renewed.society.example";
        await scene.PublishAsync(Name);
        List<string> whole = [string.Join(' ', await scene.OursAsync(Name))];
        List<string> seen = [];
        using var stop = new CancellationTokenSource();
        Task looking = Task.Run(async () =>
        {
            await using var exchange = new DnsExchange(
                new DnsExchangeOptions { Servers = [DnsServer.At(bind.EndPoint, tcpOnly: true)], Authoritative = true });
            while (!stop.IsCancellationRequested)
            {
                LookupAnswer answer = await exchange.LookUpAsync(DomainName.Parse(Name), DnsEmblemSource.DefaultIhleType);
                seen.Add(string.Join(' ', answer.Data.Select(d => Convert.ToHexString(d.Span)).Order(StringComparer.Ordinal)));
            }
        });

        for (int i = 0; i < 10; i++)
        {
            await scene.RenewAsync(Name);
            whole.Add(string.Join(' ', await scene.OursAsync(Name)));
            await scene.PublishDueAsync();
        }

        await stop.CancelAsync();
        await looking;
        Assert.Equal(11, whole.Distinct().Count());
        Assert.Empty(seen.Except(whole));
        Assert.Equal(whole[^1], string.Join(' ', await PublishingScene.HeldAsync(bind.EndPoint, Name)));
    }

    [Fact]
    public async Task Withdrawn_IsGone_AndTellsWhenCachesAreClear()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Asset[] assets = await scene.PublishAsync("withdrawn.society.example");

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, "withdrawn.society.example"));
        Assert.Equal(VerdictOutcome.NotMarked, (await scene.CheckAsync(bind.EndPoint, "withdrawn.society.example")).Outcome);
        Publication publication = await scene.PublicationAsync("withdrawn.society.example");
        Assert.Equal(PublicationState.Seen, publication.State);
        Assert.Equal(scene.Issuer.Clock.Now + TimeSpan.FromSeconds(60), publication.CachesClearAt);
    }

    /// <summary>The old set said an hour: that the target's time is shorter by now does not clear caches sooner.</summary>
    [Fact]
    public async Task Withdrawn_AfterTheTargetsTimeWasShortened_CachesAreClearWhenTheOldTimeIsOver()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        PublicationTarget target = await scene.TargetAsync(UpdatableServer.Zone, bind.EndPoint, "key", ttl: 3600);
        Asset[] assets = await scene.PublishAsync("long.society.example");
        await scene.Issuer.Store.ChangeAsync(
            "administrator",
            async c => (await c.GetAsync<PublicationTarget>(target.Id, null, default)).Change(bind.EndPoint.ToString(), "key", 60),
            default);

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        Assert.Equal(scene.Issuer.Clock.Now + TimeSpan.FromHours(1), (await scene.PublicationAsync("long.society.example")).CachesClearAt);
    }

    [Fact]
    public async Task OtherRecordsOfTheName_StayWhereTheyAre()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Asset[] assets = await scene.PublishAsync("plain.society.example");
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();

        Assert.Contains(
            "plain.society.example. 60 IN A 192.0.2.1", bind.Content(UpdatableServer.Zone, DomainName.Parse("plain.society.example")));
    }

    /// <summary>A zone that is signed in line shows a change some milliseconds after the server said yes.</summary>
    [Fact]
    public async Task SignedZone_ShowsItSomewhatLater_AndIsSeen()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind, UpdatableServer.Signed);

        Asset[] assets = await scene.PublishAsync("a.signed.example", "b.signed.example", "c.signed.example");

        Assert.Equal(3, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
        await scene.WithdrawAsync(assets[1]);
        await scene.PublishDueAsync();
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, "b.signed.example"));
    }

    [Fact]
    public async Task TwoThousandNames_AtOnce_AreAllSeen()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        string[] names = [.. Enumerable.Range(0, 2000).Select(i => $"many{i}.society.example")];
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();

        await scene.PublishDueAsync();

        Assert.Equal(2000, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
        Assert.Equal(2000, bind.Content(UpdatableServer.Zone).Where(l => l.StartsWith("many", StringComparison.Ordinal))
            .Select(l => l.Split(' ')[0]).Distinct().Count());
        foreach (string name in names.Where((_, i) => i % 400 == 0))
        {
            Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(bind.EndPoint, name)).Outcome);
        }
    }

    [Fact]
    public async Task Alias_CannotBeMarked_AndThePersonIsTold()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);

        await scene.PublishAsync("alias.society.example");

        Publication publication = await scene.PublicationAsync("alias.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("is an alias (CNAME) of www.society.example", publication.Fault!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Issuer review, row 8: three aliases had a name server declared dead, which held up the other names and a withdrawal.
    /// </summary>
    [Fact]
    public async Task ManyAliases_HoldUpNoOtherName_AndNoWithdrawal()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        scene.Options.BatchSize = 10;
        string[] aliases = [.. Enumerable.Range(0, 12).Select(i => $"alias{i}.society.example")];
        string[] others = [.. Enumerable.Range(0, 12).Select(i => $"beside{i}.society.example")];
        bind.Nsupdate(
            $"zone society.example\n{string.Concat(aliases.Select(a => $"update add {a} 60 CNAME www.society.example\n"))}send\n",
            "-k",
            bind.KeyFile);
        Asset[] before = await scene.PublishAsync("withdrawn-among-aliases.society.example");

        await scene.PublishAsync([.. aliases.Zip(others).SelectMany(pair => (string[])[pair.First, pair.Second])]);
        await scene.WithdrawAsync(before[0]);
        await scene.PublishDueAsync();

        Assert.All(others, name => Assert.Equal(PublicationState.Seen, scene.PublicationAsync(name).Result.State));
        Assert.All(
            aliases,
            name => Assert.Contains(
                "is an alias (CNAME)", scene.PublicationAsync(name).Result.Fault!.ToString(), StringComparison.Ordinal));
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, "withdrawn-among-aliases.society.example"));

        // Withdrawn in their turn, the aliases are done: nothing of ours is there.
        await scene.Issuer.WithdrawAssets.RunAsync(
            IssuerScene.Officer, await scene.Issuer.ReadAsync(d => d.Assets.Where(a => a.State == AssetState.Marked).Select(a => a.Id)
                .ToListAsync()), default);
        await scene.PublishDueAsync();
        Assert.Equal(0, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Due)));
    }

    [Fact]
    public async Task TwoInstances_PublishEachNameOnce()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"shared{i}.society.example")];
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();
        scene.Options.BatchSize = 7;
        PublishSets other = scene.NewInstance();

        int[] taken = await Task.WhenAll(TakeAllAsync(scene.PublishSets), TakeAllAsync(other));

        Assert.Equal(60, taken.Sum());
        Assert.Equal(60, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
    }

    private static async Task<int> TakeAllAsync(PublishSets publishing)
    {
        int all = 0;
        while (await publishing.RunAsync(default) is var taken and > 0)
        {
            all += taken;
        }

        return all;
    }
}
