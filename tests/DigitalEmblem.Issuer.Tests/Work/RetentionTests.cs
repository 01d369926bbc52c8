using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Keeping;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// What is past its use. When these fail, the database grows for ever and keeps what nobody needs; or what is needed later is gone: the
/// evidence that an emblem was withdrawn, or that records in the DNS are ours.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class RetentionTests(IssuerPostgres server)
{
    private static readonly RetentionOptions Options = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmblemsThatEndedLongAgo_AreReducedToDigests_AndTheJournalVerifies(bool isPostgres)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: isPostgres ? server.NewDatabase() : null);
        await scene.MarkedAsync("www.society.example");
        Asset old = await scene.MarkedAsync("old.society.example");
        await IssueAsync(scene);
        IReadOnlyList<ReadOnlyMemory<byte>> records = await RecordsAsync(scene, "old.society.example");
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [old.Id], default);
        IssuedEmblem[] before = await scene.ReadAsync(d => d.Emblems.OrderBy(e => e.Id).ToArrayAsync());
        var reduce = new ReduceEmblems(scene.Store, Options, scene.Clock);

        // A day short of it, nothing happens; the emblem in force stays whole, and so does its chain.
        scene.Clock.Now = before.Max(e => e.Expires) + Options.Tokens - TimeSpan.FromDays(1);
        Assert.Equal((0, 0), await reduce.RunAsync(default));
        scene.Clock.Now += TimeSpan.FromDays(2);
        Assert.Equal((1, 0), await reduce.RunAsync(default));
        Assert.Equal((0, 0), await reduce.RunAsync(default));

        IssuedEmblem[] after = await scene.ReadAsync(d => d.Emblems.OrderBy(e => e.Id).ToArrayAsync());
        Assert.Equal(before.Select(Known), after.Select(Known));
        Assert.Equal([old.Id], after.Where(e => e.Token is null).Select(e => e.AssetId));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);

        // The digest of the token that is gone is in the journal, and the records are known again when they come back.
        string digest = Convert.ToHexStringLower(SHA256.HashData(before.Single(e => e.AssetId == old.Id).Token!));
        Assert.True(await scene.ReadAsync(d => d.Journal.AnyAsync(l => l.Details.Contains(digest))));
        OwnRecords own = OwnRecords.Of(
            Publication.Create(
                old,
                PublicationTarget.Create(
                    TargetKind.DnsUpdate, DomainName.Parse("society.example"), "192.0.2.53:53", "emblems", 60, scene.Clock.Now),
                scene.Clock.Now),
            scene.Store);
        Assert.Equal(records.Count, (await own.AmongAsync(records, default)).Count);
        Assert.Empty(await own.AmongAsync([new byte[] { 1, 2, 3 }], default));
    }

    [Fact]
    public async Task ChainOnWhichNothingRests_IsRemoved()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync("www.society.example");
        await IssueAsync(scene);
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);
        scene.Clock.Now = (await scene.ReadAsync(d => d.Chains.SingleAsync())).Expires + Options.Tokens + TimeSpan.FromDays(1);

        Assert.Equal((1, 1), await new ReduceEmblems(scene.Store, Options, scene.Clock).RunAsync(default));

        Assert.Equal(0, await scene.ReadAsync(d => d.Chains.CountAsync()));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task TokenThatWasTakenAwayFromOutside_IsFoundByTheAudit()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await IssueAsync(scene);
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("UPDATE emblems SET Token = NULL"));

        Assert.Contains(
            "Token is \"sha256:",
            Assert.Single((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ErrandsAlertsAndNotices_AreRemovedLongAfterTheirEnd_AndOpenOnesStay(bool isPostgres)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: isPostgres ? server.NewDatabase() : null);
        await scene.Store.ChangeAsync(
            IssuerScene.Officer,
            change =>
            {
                var done = Errand.Create(ErrandKind.Mark, change.Actor, 2, change.Now);
                done.Open();
                done.Advance(2, 1, change.Now);
                var open = Errand.Create(ErrandKind.Withdraw, change.Actor, 2, change.Now);
                open.Open();
                var cleared = Alert.Raise(AlertKind.Altered, "www.society.example", Sentence.Of($"x"), null, change.Now);
                cleared.Clear(change.Now);
                var delivered = Notice.Create(NoticeChannel.Log, Guid.NewGuid(), "t", "t", "{}", change.Now);
                delivered.Deliver(change.Now);
                change.Database.AddRange(
                    done, open, cleared, delivered, ErrandFault.Create(done, 1, Sentence.Of($"x")),
                    Alert.Raise(AlertKind.Altered, "mail.society.example", Sentence.Of($"x"), null, change.Now),
                    Notice.Create(NoticeChannel.Log, Guid.NewGuid(), "t", "t", "{}", change.Now));
                change.Journal("test", "x");
                return Task.CompletedTask;
            },
            default);
        var remove = new RemoveRecords(scene.Store, Options, scene.Clock);
        scene.Clock.Now += Options.Records - TimeSpan.FromDays(1);
        Assert.Equal(0, await remove.RunAsync(default));
        scene.Clock.Now += TimeSpan.FromDays(2);

        Assert.Equal(3, await remove.RunAsync(default));

        Assert.Equal(ErrandState.Open, (await scene.ReadAsync(d => d.Errands.SingleAsync())).State);
        Assert.Equal("mail.society.example", (await scene.ReadAsync(d => d.Alerts.SingleAsync())).Subject);
        Assert.Equal(1, await scene.ReadAsync(d => d.Notices.CountAsync()));
        Assert.Equal(0, await scene.ReadAsync(d => d.ErrandFaults.CountAsync()));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public void SpansThatMakeNoSense_AreRefused()
    {
        Assert.Equal(2, new RetentionOptions { Tokens = TimeSpan.FromDays(1), Records = TimeSpan.FromDays(1) }.Validate().Count());
        Assert.Empty(Options.Validate());
    }

    private static (Guid, string) Known(IssuedEmblem emblem) => (emblem.Id, Convert.ToHexString(emblem.SetDigest));

    private static async Task IssueAsync(IssuerScene scene)
    {
        while (await scene.IssueEmblems.RunAsync(default) > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> RecordsAsync(IssuerScene scene, string name)
    {
        Asset asset = await scene.AssetAsync(name);
        EmblemSets sets = await scene.ReadAsync(d => EmblemSets.LoadAsync(d, [asset], scene.Clock.Now, default));
        return [.. sets.Of(asset).SelectMany(s => s.ToData())];
    }
}
