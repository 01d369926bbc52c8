using System.Text;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Zones whose records people put in. When these fail, an officer is told that an emblem is in the world because someone said so.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ByHandTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Script_PutIntoTheZoneByAPerson_IsSeen()
    {
        await using PublishingScene scene = await StartAsync();
        Asset[] assets = await scene.PublishAsync("hand.society.example");
        Assert.Equal(PublicationState.Due, (await scene.PublicationAsync("hand.society.example")).State);

        // Someone says that it is in, and it is not.
        await scene.Hasten.OfAssetAsync(IssuerScene.Officer, assets[0].Id, default);
        await scene.PublishDueAsync();
        Publication waiting = await scene.PublicationAsync("hand.society.example");
        Assert.Equal(PublicationState.Due, waiting.State);
        Assert.Contains("put in by hand", waiting.Fault!.ToString(), StringComparison.Ordinal);

        string script = (await scene.Records.OfAssetAsync(assets[0].Id, default)).ToText(RecordsForm.Nsupdate, isAlone: true);
        bind.Nsupdate($"zone society.example\n{script}", "-k", bind.KeyFile);
        await scene.Hasten.OfAssetAsync(IssuerScene.Officer, assets[0].Id, default);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("hand.society.example")).State);
        Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(bind.EndPoint, "hand.society.example")).Outcome);

        // And out again.
        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        Assert.Equal(PublicationState.Due, (await scene.PublicationAsync("hand.society.example")).State);
        string removal = (await scene.Records.OfAssetAsync(assets[0].Id, default)).ToText(RecordsForm.Nsupdate, isAlone: true);
        bind.Nsupdate($"zone society.example\n{removal}", "-k", bind.KeyFile);
        await scene.Hasten.OfAssetAsync(IssuerScene.Officer, assets[0].Id, default);
        await scene.PublishDueAsync();
        Publication gone = await scene.PublicationAsync("hand.society.example");
        Assert.Equal((PublicationState.Seen, false), (gone.State, gone.Wanted));
        Assert.NotNull(gone.CachesClearAt);
    }

    [Fact]
    public async Task WholeZone_InEveryForm_HasEveryName()
    {
        await using PublishingScene scene = await StartAsync();
        await scene.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 20).Select(i => $"zone{i}.society.example")]);
        await scene.IssueAsync();
        Asset gone = await scene.Issuer.AssetAsync("zone7.society.example");
        await scene.WithdrawAsync(gone);
        Guid target = (await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id;

        string zone = await WrittenAsync(scene, target, RecordsForm.Zone), script = await WrittenAsync(scene, target, RecordsForm.Nsupdate);
        Assert.Equal(
            19,
            zone.Split('\n').Where(l => l.StartsWith("zone", StringComparison.Ordinal)).Select(l => l.Split(' ')[0]).Distinct().Count());
        Assert.Equal(20, script.Split('\n').Count(l => l.StartsWith("update delete", StringComparison.Ordinal)));
        using JsonDocument json = JsonDocument.Parse(await WrittenAsync(scene, target, RecordsForm.Json));
        Assert.Equal(19, json.RootElement.EnumerateArray().Select(r => r.GetProperty("name").GetString()).Distinct().Count());
        Assert.Equal(
            json.RootElement.GetArrayLength(),
            (await WrittenAsync(scene, target, RecordsForm.Rfc3597)).Split('\n').Count(l => l.StartsWith("\\#", StringComparison.Ordinal)));

        string[] table = (await WrittenAsync(scene, target, RecordsForm.Csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("name,type,ttl,value,digest", table[0]);
        Assert.Equal(json.RootElement.GetArrayLength(), table.Length - 1);
        Assert.Equal(19, table[1..].Select(l => l.Split(',')[0]).Distinct().Count());

        // BIND takes the script as it is.
        bind.Nsupdate($"zone society.example\n{script}", "-k", bind.KeyFile);
        scene.Issuer.Clock.Now += TimeSpan.FromSeconds(1);
        await scene.PublishDueAsync();
        Assert.Equal(20, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
    }

    /// <summary>A name whose endorsements have run out must not be emptied by a script that was made in that moment.</summary>
    [Fact]
    public async Task NameWhoseSetIsNotReady_IsLeftAsItIs()
    {
        await using PublishingScene scene = await StartAsync();
        await scene.Issuer.MarkedAsync("notready.society.example");
        Guid target = (await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id;

        string script = await WrittenAsync(scene, target, RecordsForm.Nsupdate);

        Assert.DoesNotContain("update", script.Split('\n').Where(l => !l.StartsWith(';')).SelectMany(l => l.Split(' ')));
        Assert.Contains("; notready.society.example", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmblemIssuedBeforeThereWasATarget_IsPublishedOnceThereIsOne()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        await scene.PublishAsync("early.society.example");
        Assert.Equal(0, await scene.Adopt.RunAsync(default));
        await scene.TargetAsync(UpdatableServer.Zone, bind.EndPoint, "key");

        Assert.Equal(1, await scene.Adopt.RunAsync(default));
        await scene.PublishDueAsync();

        Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(bind.EndPoint, "early.society.example")).Outcome);
    }

    private static async Task<string> WrittenAsync(PublishingScene scene, Guid target, RecordsForm form)
    {
        using var written = new MemoryStream();
        await RecordsWriter.WriteAsync(await scene.Records.OfTargetAsync(target, default), form, written, default);
        return Encoding.UTF8.GetString(written.ToArray());
    }

    private async Task<PublishingScene> StartAsync()
    {
        PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        await scene.TargetAsync(UpdatableServer.Zone, null, null);
        return scene;
    }
}
